using Dodas.Catalog.Blocks;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Secrets to be entered are entered, are those the contract names, and are not easily guessed.</summary>
internal sealed class SecretRule : IRule
{
    private const int LeastCharacters = 16;
    private static readonly string[] Guessed = ["changeme", "change-me", "change_me", "password", "secret", "admin", "minioadmin", "default"];

    public IEnumerable<Finding> Check(ValidationContext context) => context.Known.SelectMany(Check);

    private static IEnumerable<Finding> Check(Placement placement)
    {
        var asked = (placement.Contract?.Secrets ?? []).Where(secret => secret.Enter).Select(secret => secret.Name).ToList();
        foreach (var (name, text) in placement.Placed.Secrets)
        {
            var path = Path(placement, name);
            if (!asked.Contains(name))
                yield return new Finding(Severity.Error, path, $"{placement.Title} has no secret '{name}' to enter.{NearestName.Hint(name, asked)}", Fixes.Remove(path, name));
            else if (text.Length > 0 && Weak(text, placement) is { } severity)
                yield return new Finding(severity, path, $"Use a generated secret, or at least {LeastCharacters} characters.");
        }

        foreach (var name in asked.Where(name => string.IsNullOrEmpty(placement.Placed.Secrets.GetValueOrDefault(name))))
            yield return new Finding(Severity.Error, Path(placement, name), $"Enter '{name}': {placement.Title} needs it.");
    }

    // The password of a service outside was chosen by others; here it can only be pointed out.
    private static Severity? Weak(string text, Placement placement) =>
        Guessed.Contains(text.ToLowerInvariant()) ? Severity.Error
        : text.Length >= LeastCharacters ? null
        : placement.Contract?.Kind == BlockKind.External ? Severity.Warning : Severity.Error;

    private static string Path(Placement placement, string name) => JsonPointer.Append(placement.Path + "/secrets", name);
}
