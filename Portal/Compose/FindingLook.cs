using MudBlazor;
using Severity = Dodas.Catalog.Compositions.Severity;

namespace Dodas.Portal.Compose;

/// <summary>How a finding's severity looks.</summary>
public static class FindingLook
{
    /// <summary>SVG content of the icon.</summary>
    public static string Icon(Severity severity) => severity switch
    {
        Severity.Error => Icons.Material.Rounded.Error,
        Severity.Warning => Icons.Material.Rounded.Warning,
        _ => Icons.Material.Rounded.Info,
    };

    /// <summary>Tone of the theme.</summary>
    public static string Tone(Severity severity) => severity switch
    {
        Severity.Error => "bad",
        Severity.Warning => "warn",
        _ => "quiet",
    };
}
