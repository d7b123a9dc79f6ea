namespace Dodas.Catalog.Blocks;

/// <summary>What reading a document gave: <see cref="Done"/> or <see cref="Refused"/> with every error in it.</summary>
public abstract record Reading<T>
{
    private Reading()
    {
    }

    /// <summary>It was read.</summary>
    public sealed record Done(T Value) : Reading<T>;

    /// <summary>It has errors.</summary>
    public sealed record Refused(IReadOnlyList<ReadingError> Errors) : Reading<T>
    {
        /// <summary>All errors, one a line.</summary>
        public string Message => string.Join('\n', Errors);
    }
}

/// <summary>One error in a document that someone wrote by hand.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Field">Where, such as <c>secrets[0].derive</c>; empty for the document.</param>
/// <param name="Message">What is wrong and what is right, for a person.</param>
public sealed record ReadingError(int Line, string Field, string Message)
{
    /// <summary>One line for a log or a list.</summary>
    public override string ToString() => Field.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}, {Field}: {Message}";
}
