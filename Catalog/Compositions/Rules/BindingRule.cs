using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Each binding in the document joins two blocks that fit: one that uses an interface and one that offers it.</summary>
internal sealed class BindingRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) =>
        context.Composition.Bindings.SelectMany((binding, i) => Check(context, binding, i, JsonPointer.Append("/bindings", i)));

    private static IEnumerable<Finding> Check(ValidationContext context, Binding binding, int index, string path)
    {
        // What is absent was reported when the document was read.
        if (binding.From.Length == 0 || binding.To.Length == 0 || binding.Requirement.Length == 0) yield break;
        var remove = new Fix("Remove this connection", [JsonPatch.Operation("remove", path)]);
        var names = context.Placements.Select(placement => placement.Name).ToList();
        var (user, provider) = (context.Named(binding.From), context.Named(binding.To));
        if (user is null) yield return new Finding(Severity.Error, path + "/from", $"There is no block named '{binding.From}'.{NearestName.Hint(binding.From, names)}", Meant(path + "/from", binding.From, names) ?? remove);
        if (provider is null) yield return new Finding(Severity.Error, path + "/to", MissingProvider(context, binding, names), Meant(path + "/to", binding.To, names) ?? AddProvider(context, binding) ?? remove);
        if (user is not null && user == provider)
        {
            yield return new Finding(Severity.Error, path + "/to", "A block cannot use itself.", remove);
            yield break;
        }

        if (user?.Block is not null && Use(context, user, binding) is { } noUse) yield return new Finding(Severity.Error, path + "/requirement", noUse, remove);
        else if (provider?.Block is not null && Offer(context, provider, binding) is { } noOffer) yield return new Finding(Severity.Error, path + "/to", noOffer, remove);
        else if (user is not null && Surplus(context, user, binding, index) is { } surplus) yield return new Finding(Severity.Error, path, surplus, remove);
    }

    private static string MissingProvider(ValidationContext context, Binding binding, IReadOnlyList<string> names)
    {
        var hint = NearestName.Hint(binding.To, names);
        var titles = context.Providers(binding.Requirement).Select(block => block.Title).ToList();
        return $"There is no block named '{binding.To}'.{(hint.Length > 0 || titles.Count == 0 ? hint : $" Add {Words.Or(titles)}.")}";
    }

    private static Fix? Meant(string path, string given, IReadOnlyList<string> names) =>
        NearestName.Of(given, names) is { } name ? Fixes.Set($"Use '{name}'", path, name) : null;

    private static Fix? AddProvider(ValidationContext context, Binding binding) =>
        context.Providers(binding.Requirement) is [var first, ..] ? context.Add(first, binding.To) : null;

    private static string? Use(ValidationContext context, Placement user, Binding binding)
    {
        var uses = user.Contract?.Requires ?? [];
        var requirement = uses.FirstOrDefault(known => known.Type == binding.Requirement);
        if (requirement is null)
        {
            return uses.Count == 0
                ? $"{context.Label(user)} uses no other block."
                : $"{context.Label(user)} cannot use {binding.Requirement}; it can use {Words.And(uses.Select(known => known.Type))}.{NearestName.Hint(binding.Requirement, uses.Select(known => known.Type))}";
        }

        return HelmValues.Holds(requirement.When, user.Values) ? null : $"{context.Label(user)} uses {Words.Interface(requirement.Type)} only when {Words.When(requirement.When!)}.";
    }

    private static string? Offer(ValidationContext context, Placement provider, Binding binding)
    {
        if (provider.Provides.Any(provision => provision.Type == binding.Requirement)) return null;
        var offers = provider.Contract?.Provides ?? [];
        var when = offers.FirstOrDefault(known => known.Type == binding.Requirement)?.When;
        return when is not null ? $"{context.Label(provider)} offers {Words.Interface(binding.Requirement)} only when {Words.When(when)}."
            : offers.Count == 0 ? $"{context.Label(provider)} offers nothing to other blocks."
            : $"{context.Label(provider)} offers {Words.And(offers.Select(known => Words.Interface(known.Type)).Distinct())}; it cannot serve as {Words.Interface(binding.Requirement)}.";
    }

    private static string? Surplus(ValidationContext context, Placement user, Binding binding, int index)
    {
        var before = context.Composition.Bindings.Take(index).Where(other => other.From == binding.From && other.Requirement == binding.Requirement).ToList();
        if (before.Contains(binding)) return "This connection is given twice.";
        var requirement = user.Contract?.Requires.FirstOrDefault(known => known.Type == binding.Requirement);
        return requirement is not null && before.Distinct().Count() >= requirement.Max
            ? $"{context.Label(user)} can use only {Words.Number(requirement.Max)} {Words.Interface(requirement.Type)}."
            : null;
    }
}
