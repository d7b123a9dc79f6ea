using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Health;

/// <summary>A Kubernetes event: what a controller reported about an object.</summary>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Name">Name of the object.</param>
/// <param name="Uid">Which one of that name, when said.</param>
/// <param name="IsWarning">It is a warning.</param>
/// <param name="Reason">Such as <c>FailedScheduling</c>.</param>
/// <param name="Message">The controller's words.</param>
/// <param name="At">When it was last seen (UTC).</param>
internal sealed record TargetEvent(string Kind, string Name, string? Uid, bool IsWarning, string Reason, string Message, DateTime At)
{
    public static TargetEvent Read(TargetObject item)
    {
        var document = item.Document;
        var at = document.Time("series", "lastObservedTime") ?? document.Time("lastTimestamp") ?? document.Time("eventTime")
            ?? document.Time("firstTimestamp") ?? item.CreatedAt() ?? DateTime.MinValue;
        return new TargetEvent(
            document.Text("involvedObject", "kind") ?? "",
            document.Text("involvedObject", "name") ?? "",
            document.Text("involvedObject", "uid"),
            document.Text("type") == "Warning",
            document.Text("reason") ?? "",
            document.Text("message") ?? "",
            at);
    }
}
