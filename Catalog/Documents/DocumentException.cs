namespace Dodas.Catalog.Documents;

/// <summary>A YAML or JSON text cannot be read. The message is for people and says where.</summary>
/// <param name="message">What is wrong, without the place.</param>
/// <param name="line">Line, from 1; 0 when the text as a whole is meant.</param>
/// <param name="column">Column, from 1; 0 when the text as a whole is meant.</param>
/// <param name="inner">What the parser said.</param>
public sealed class DocumentException(string message, int line = 0, int column = 0, Exception? inner = null)
    : Exception(line > 0 ? $"Line {line}, column {column}: {message}" : message, inner)
{
    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = message;

    /// <summary>Line, from 1; 0 when the text as a whole is meant.</summary>
    public int Line { get; } = line;

    /// <summary>Column, from 1; 0 when the text as a whole is meant.</summary>
    public int Column { get; } = column;
}
