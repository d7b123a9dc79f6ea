using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;

namespace Dodas.Portal.Compose;

/// <summary>What people read in the composer.</summary>
public static class ComposeTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string Title = "New cluster";
    public const string Steps = "Steps";
    public const string Name = "Name of the cluster";
    public const string NameHelp = "Lower-case letters, digits and dashes.";
    public const string Failed = "The composer cannot be opened";
    public const string ReadFailed = "The portal could not read its catalog. It has written the reason to its log.";
    public const string Restored = "Your draft is back.";
    public const string StartOver = "Start over";
    public const string Replaced = "Your earlier draft was put aside.";
    public const string BringBack = "Bring it back";
    public const string RecipeUnknown = "There is no such recipe any more. Choose another, or start from single blocks.";

    public const string Palette = "Blocks";
    public const string PaletteSearch = "Find a block";
    public const string PaletteEmpty = "No block fits.";
    public const string PaletteHelp = "Charts that are no blocks are added from the catalog.";
    public const string ToCatalog = "Open the catalog";
    public const string Add = "Add";
    public const string Remove = "Remove";
    public const string Composition = "Your composition";
    public const string EmptyTitle = "Start from a recipe";
    public const string Empty = "Or add single blocks from the list.";
    public const string NeedsOffer = "needs";
    public const string CanUse = "can also use";

    public const string Settings = "Settings";
    public const string ChooseBlock = "Choose a block to see its settings.";
    public const string BlockName = "Name in this cluster";
    public const string BlockNameTaken = "Another block has this name.";
    public const string Form = "Form";
    public const string Yaml = "YAML";
    public const string YamlHelp = "Only what differs from the chart's defaults.";
    public const string More = "More settings";
    public const string Default = "Default";
    public const string Reset = "Reset to the default";
    public const string Required = "required";
    public const string WiredTitle = "Set by the connection";
    public const string Wired = "Host names, ports and secrets of connected blocks are filled in by the portal.";
    public const string NoSettings = "This block has nothing to set.";
    public const string Unknown = "The catalog does not know this block, so its settings cannot be shown.";
    public const string Secrets = "Secrets";
    public const string SecretHelp = "Kept apart from the settings, encrypted, and never shown again.";
    public const string On = "On";
    public const string Off = "Off";
    public const string NotSet = "not set";
    public const string Empties = "empty";

    public const string ConnectionsLead = "The portal connects what has one choice. Where several blocks fit, you choose.";
    public const string NoConnections = "Nothing here needs a connection.";
    public const string ConnectedByPortal = "connected by the portal";
    public const string NotConnected = "Not connected";
    public const string Choose = "Choose…";
    public const string Uses = "uses";

    public const string Checking = "Checking…";
    public const string CheckFailed = "The check did not run. Try again in a moment.";
    public const string AllWell = "Everything fits together.";
    public const string GoToField = "Show";
    public const string WillCreate = "What will be created";
    public const string Details = "Details: rendered manifests";
    public const string Create = "Create cluster";
    public const string Creating = "Creating…";
    public const string CreateFailed = "The cluster was not created. The portal has written the reason to its log; your draft is still here.";
    public const string NameTaken = "You have a cluster of this name already. Choose another.";
    public const string Forbidden = "You may not create clusters in this project.";
    public const string SubmitAgain = "Something changed while it was sent. Look at it once more and create it again.";
    public const string FixMissed = "This no longer fits what is there now; it has been checked again.";

    public const string Totals = "Needs";
    public const string Cpu = "CPU";
    public const string Memory = "memory";
    public const string Gpu = "GPU";
    public const string Storage = "storage";
    public const string Pods = "pods";
    public const string AtLeast = "at least";
    public const string Back = "Back";
    public const string Next = "Next";
#pragma warning restore CS1591

    /// <summary>A step's name.</summary>
    public static string Of(ComposeStep step) => step switch
    {
        ComposeStep.Blocks => "Blocks",
        ComposeStep.Settings => "Settings",
        ComposeStep.Connections => "Connections",
        ComposeStep.Review => "Review",
        _ => step.ToString(),
    };

    /// <summary>A group of the palette.</summary>
    public static string Of(BlockKind kind) => kind switch
    {
        BlockKind.Interactive => "Work in it",
        BlockKind.Compute => "Compute",
        BlockKind.Storage => "Storage",
        BlockKind.Cache => "Caches",
        BlockKind.Access => "Access",
        BlockKind.External => "Services elsewhere",
        _ => kind.ToString(),
    };

    /// <summary>A severity as a word.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "To mend",
        Severity.Warning => "Warning",
        Severity.Info => "Good to know",
        _ => severity.ToString(),
    };

    /// <summary>How many findings block.</summary>
    public static string Problems(int errors) => errors == 1 ? "1 thing to mend" : $"{errors} things to mend";

    /// <summary>How many parts are installed, and in how many waves.</summary>
    public static string Parts(int parts, int waves)
        => $"{(parts == 1 ? "One part is" : $"{parts} parts are")} installed{(waves > 1 ? $", in {waves} waves, one after another" : "")}.";

    /// <summary>How many secrets are made.</summary>
    public static string SecretsMade(int secrets) => secrets == 1 ? "One secret is made for it and kept in the target." : $"{secrets} secrets are made for it and kept in the target.";

    /// <summary>How many fields a connection sets.</summary>
    public static string WiredCount(int fields) => fields == 1 ? "1 setting" : $"{fields} settings";

    /// <summary>What is wrong in a text, with its line.</summary>
    public static string AtLine(int line, string message) => $"Line {line}: {message}";
}
