using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Dodas.Sandbox.Resources;

/// <summary>Schemas of the built-in types, made from the properties of KubernetesClient's model classes.</summary>
internal static partial class ModelSchemas
{
    private static readonly ConcurrentDictionary<Type, ObjectType> Types = [];

    /// <summary>The type behind a model class.</summary>
    public static ObjectType Of(Type model) => Types.GetOrAdd(model, static type =>
    {
        var (version, name) = NameOf(type);
        var package = MergeKeys.Of(version, name, ".")?.Package ?? PackageOf(type, version, name);
        return new ObjectType(name, package, () => Fields(type, version, name)) { Atomic = MergeKeys.Of(version, name, ".")?.AtomicMap == true };
    });

    private static Dictionary<string, Schema> Fields(Type type, string version, string name)
    {
        var fields = new Dictionary<string, Schema>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is { } field)
                fields[field] = Field(property.PropertyType, MergeKeys.Of(version, name, field));
        }

        return fields;
    }

    private static Schema Field(Type type, MergeKeys.MergeRule? rule)
    {
        var schema = Plain(Nullable.GetUnderlyingType(type) ?? type);
        if (rule is null)
            return schema;
        return schema with
        {
            List = rule.List,
            MapKeys = rule.Keys,
            AtomicMap = schema.AtomicMap || rule.AtomicMap,
            PatchMergeKey = rule.MergeKey,
            PatchMerge = rule.Strategies.Contains("merge"),
            PatchRetainKeys = rule.Strategies.Contains("retainKeys"),
            PatchReplace = rule.Strategies.Contains("replace"),
        };
    }

    private static Schema Plain(Type type)
    {
        if (type == typeof(string))
            return new() { Type = SchemaType.String };
        if (type == typeof(bool))
            return new() { Type = SchemaType.Boolean };
        if (type == typeof(int))
            return new() { Type = SchemaType.Integer, Format = "int32" };
        if (type == typeof(long))
            return new() { Type = SchemaType.Integer, Format = "int64" };
        if (type == typeof(double))
            return new() { Type = SchemaType.Number, Format = "double" };
        if (type == typeof(DateTime))
            return new() { Type = SchemaType.Time, Format = "date-time" };
        if (type == typeof(byte[]))
            return new() { Type = SchemaType.Bytes, Format = "byte" };
        if (type == typeof(IntOrString))
            return new() { Type = SchemaType.IntOrString, Format = "int-or-string" };
        if (type == typeof(ResourceQuantity))
            return new() { Type = SchemaType.Quantity };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            return new() { Type = SchemaType.Map, Items = Plain(type.GetGenericArguments()[1]) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            return new() { Type = SchemaType.List, Items = Plain(type.GetGenericArguments()[0]) };
        if (type.Namespace == typeof(V1Pod).Namespace && type.IsClass)
            return new() { Type = SchemaType.Object, Model = Of(type), AtomicMap = Of(type).Atomic };
        return Schema.Any;
    }

    /// <summary>V1Container is Container of v1; a model whose name is used by two groups carries its group in front.</summary>
    private static (string Version, string Name) NameOf(Type type)
    {
        var match = ModelName().Match(type.Name);
        return match.Success ? (match.Groups["version"].Value.ToLowerInvariant(), match.Groups["name"].Value) : ("v1", type.Name);
    }

    private static string PackageOf(Type type, string version, string name)
    {
        if (type.GetCustomAttribute<KubernetesEntityAttribute>() is { Group: { Length: > 0 } group })
            return $"io.k8s.api.{group.Split('.')[0]}.{version}";
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is { } field && MergeKeys.Of(version, name, field) is { } rule)
                return rule.Package;
        }

        return name is "ObjectMeta" or "ListMeta" or "Status" or "OwnerReference" or "ManagedFieldsEntry" or "DeleteOptions"
            ? "io.k8s.apimachinery.pkg.apis.meta.v1"
            : $"io.k8s.api.core.{version}";
    }

    [GeneratedRegex("^(?:[A-Z][a-z]+(?=v\\d))?(?<version>[vV]\\d+(?:(?:alpha|beta)\\d+)?)(?<name>[A-Z].*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ModelName();
}
