using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Objects;

/// <summary>Status conditions of an object.</summary>
internal static class Conditions
{
    public static JsonObject? Condition(this JsonNode? document, string type) =>
        document.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool HasCondition(this JsonNode? document, string type, string status = "True") =>
        document.Condition(type).Text("status") == status;

    /// <summary>
    /// Sets a condition in a status that is being built; the transition time changes only with the status. Gives true when it was written:
    /// when anything but times differs, or <paramref name="touch"/> asks for a new update time.
    /// </summary>
    public static bool SetCondition(this JsonObject status, string type, string value, string? reason, string? message, DateTimeOffset now, string? timeField = null, bool touch = false)
    {
        if (status["conditions"] is not JsonArray conditions)
            status["conditions"] = conditions = [];
        var existing = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);
        if (!touch && existing is not null && existing.Text("status") == value && existing.Text("reason") == reason && existing.Text("message") == message)
            return false;
        var since = existing is not null && existing.Text("status") == value ? existing.Text("lastTransitionTime") ?? now.Stamp() : now.Stamp();
        var condition = new JsonObject { ["type"] = type, ["status"] = value };
        if (timeField is not null)
            condition[timeField] = now.Stamp();
        condition["lastTransitionTime"] = since;
        if (reason is not null)
            condition["reason"] = reason;
        if (message is not null)
            condition["message"] = message;
        if (existing is null)
            conditions.Add(condition);
        else
            conditions[conditions.IndexOf(existing)] = condition;
        return true;
    }

    public static void RemoveCondition(this JsonObject status, string type)
    {
        if (status["conditions"] is not JsonArray conditions)
            return;
        foreach (var condition in conditions.OfType<JsonObject>().Where(condition => condition.Text("type") == type).ToList())
            conditions.Remove(condition);
        if (conditions.Count == 0)
            status.Remove("conditions");
    }
}
