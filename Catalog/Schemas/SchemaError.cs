namespace Dodas.Catalog.Schemas;

/// <summary>One place where a value does not fit its schema.</summary>
/// <param name="InstancePath">JSON pointer to the value; to the missing or unknown member itself where one is missing or unknown.</param>
/// <param name="SchemaPath">JSON pointer to the keyword that is not met, references followed.</param>
/// <param name="Keyword">That keyword, such as <c>minimum</c>.</param>
/// <param name="Message">What is wrong, a sentence for a person.</param>
public sealed record SchemaError(string InstancePath, string SchemaPath, string Keyword, string Message);

/// <summary>What reading a schema gave.</summary>
public abstract record SchemaReading
{
    private SchemaReading()
    {
    }

    /// <summary>It can be used.</summary>
    public sealed record Done(JsonSchema Schema) : SchemaReading;

    /// <summary>It cannot be used safely, or helm would refuse it.</summary>
    /// <param name="Path">JSON pointer into the schema.</param>
    /// <param name="Message">Why, a sentence for a person.</param>
    public sealed record Refused(string Path, string Message) : SchemaReading;
}

/// <summary>Thrown inside the compiler to leave it at once.</summary>
internal sealed class SchemaRefusedException(string path, string message) : Exception(message)
{
    public string Path { get; } = path;
}
