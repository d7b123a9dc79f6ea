namespace Dodas.Portal.Compose;

/// <summary>The steps of the composer, in their order.</summary>
public enum ComposeStep
{
    /// <summary>Which blocks.</summary>
    Blocks,

    /// <summary>How each is set.</summary>
    Settings,

    /// <summary>Who uses whom.</summary>
    Connections,

    /// <summary>What was found, what will be made, and Create.</summary>
    Review,
}
