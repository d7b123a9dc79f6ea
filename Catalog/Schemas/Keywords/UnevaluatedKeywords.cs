using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Schemas.Keywords;

/// <summary><c>unevaluatedProperties</c>: members that no other keyword of this schema has looked at.</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaNode schema) : Keyword("unevaluatedProperties")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonObject members) return;
        foreach (var (name, value) in members.Where(member => !frame.Properties.Contains(member.Key)).ToList())
        {
            if (schema.Always == false) frame.Fail(Name, $"'{name}' is not known here.{NearestName.Hint(name, frame.Properties)}", name);
            else frame.Errors.AddRange(frame.On(schema, name, value).Errors);
            frame.Properties.Add(name);
        }
    }
}

/// <summary><c>unevaluatedItems</c>: items that no other keyword of this schema has looked at.</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword("unevaluatedItems")
{
    public override void Evaluate(Frame frame)
    {
        if (frame.Instance is not JsonArray items) return;
        for (var i = 0; i < items.Count; i++)
        {
            if (!frame.Items.Add(i)) continue;
            if (schema.Always == false) frame.Fail(Name, $"{frame.Subject} may have fewer items only.");
            else frame.Errors.AddRange(frame.On(schema, i, items[i]).Errors);
        }
    }
}
