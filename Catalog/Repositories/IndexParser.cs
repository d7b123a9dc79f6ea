using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Dodas.Catalog.Repositories;

/// <summary>Walks YAML as events, so that an index of any size is never a tree in memory. Aliases are not followed: no index needs them and a bomb does.</summary>
internal sealed class IndexParser(TextReader text)
{
    private const int MostDepth = 64;
    private readonly Parser _parser = new(text);

    /// <summary>Moves to the root mapping; false when there is none.</summary>
    public bool EnterRoot() => _parser.TryConsume<StreamStart>(out _) && _parser.TryConsume<DocumentStart>(out _) && EnterMapping();

    /// <summary>Steps into a mapping; otherwise passes over what is there.</summary>
    public bool EnterMapping() => Enter<MappingStart>();

    /// <summary>Steps into a list; otherwise passes over what is there.</summary>
    public bool EnterList() => Enter<SequenceStart>();

    /// <summary>The next key of the mapping that was entered, or null at its end. Keys that are no text are passed over with their values.</summary>
    public string? NextKey()
    {
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.TryConsume<Scalar>(out var key))
                return key.Value;
            Skip();
            Skip();
        }

        return null;
    }

    /// <summary>Whether the list that was entered has another item.</summary>
    public bool NextItem() => !_parser.TryConsume<SequenceEnd>(out _);

    /// <summary>The text that is here, or null (passing over it) when it is something else.</summary>
    public string? Text()
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
            return scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" ? null : scalar.Value;
        Skip();
        return null;
    }

    /// <summary>The texts of the list that is here.</summary>
    public List<string> Texts(int most)
    {
        List<string> texts = [];
        if (EnterList())
            while (NextItem())
                if (Text() is { } text && texts.Count < most)
                    texts.Add(text);
        return texts;
    }

    /// <summary>Passes over what is here.</summary>
    public void Skip()
    {
        var depth = 0;
        do
        {
            depth += _parser.Consume<ParsingEvent>().NestingIncrease;
            if (depth > MostDepth)
                throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, $"It is nested more than {MostDepth} levels deep.");
        }
        while (depth > 0);
    }

    private bool Enter<T>() where T : ParsingEvent
    {
        if (_parser.TryConsume<T>(out _))
            return true;
        Skip();
        return false;
    }
}
