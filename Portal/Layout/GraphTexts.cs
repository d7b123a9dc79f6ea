namespace Dodas.Portal.Layout;

/// <summary>What people read in the picture of a composition.</summary>
public static class GraphTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string View = "Show the composition as";
    public const string Picture = "Picture";
    public const string PictureLabel = "Picture of the composition";
    public const string List = "List";
    public const string Uses = "uses";
    public const string Problem = "Needs attention";
#pragma warning restore CS1591
}
