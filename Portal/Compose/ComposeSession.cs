using System.Text.Json.Nodes;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Deployer.Clusters;
using Dodas.Portal.Layout;

namespace Dodas.Portal.Compose;

/// <summary>
/// A composition being made: every edit makes a new immutable <see cref="Composition"/> and moves <see cref="Version"/> on.
/// Plain state without rendering, without a service and without waiting; the page asks the services and hands in what they say.
/// </summary>
public sealed class ComposeSession
{
    /// <summary>Longest name of a cluster.</summary>
    public const int LongestName = 24;

    /// <summary>Longest name of a block in a composition.</summary>
    public const int LongestBlockName = 12;

    private readonly IReadOnlyCollection<string> taken;
    private IReadOnlyList<Block> known;
    private bool nameTouched;

    /// <summary>Starts with an empty composition.</summary>
    /// <param name="palette">The blocks that can be added.</param>
    /// <param name="taken">Names of the person's clusters, so that a proposed name is free.</param>
    public ComposeSession(IReadOnlyList<Block> palette, IReadOnlyCollection<string> taken)
    {
        Palette = palette;
        known = palette;
        this.taken = taken;
        Name = Propose("cluster");
    }

    /// <summary>Raised after every change.</summary>
    public event EventHandler? Changed;

    /// <summary>The blocks that can be added.</summary>
    public IReadOnlyList<Block> Palette { get; }

    /// <summary>The composition as it is.</summary>
    public Composition Composition { get; private set; } = new();

    /// <summary>Name of the cluster to be.</summary>
    public string Name { get; private set; }

    /// <summary>Name of the block whose settings are shown, or null.</summary>
    public string? Selected { get; private set; }

    /// <summary>Moves on with every change of the composition or the name; tells which state a check belongs to.</summary>
    public int Version { get; private set; }

    /// <summary>What the last check found; of an earlier version while a new check is under way.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>The check in full, helm's rendering included, or null when there is none for this version.</summary>
    public CompositionCheck? FullCheck { get; private set; }

    /// <summary>The last check does not belong to what is there now.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>The placed blocks with what they are.</summary>
    public IReadOnlyList<KnownBlock> Blocks => [.. Composition.Blocks.Select(placed => KnownBlock.Of(placed, known))];

    /// <summary>The selected block, or null.</summary>
    public KnownBlock? SelectedBlock => Blocks.FirstOrDefault(block => block.Placed.Name == Selected);

    /// <summary>Every requirement and who serves it.</summary>
    public IReadOnlyList<Connection> Connections => Compose.Connections.Of(Blocks, Composition.Bindings);

    /// <summary>What could be added because something uses it.</summary>
    public IReadOnlyList<Offer> Offers => Compose.Connections.Offers(Connections, Palette);

    /// <summary>What it consumes.</summary>
    public ResourceTotals Totals => ResourceTotals.Of(Blocks);

    /// <summary>Nothing blocks: the full check of exactly this version has no error.</summary>
    public bool CanCreate => !IsStale && FullCheck is { IsValid: true };

    /// <summary>Starts from a recipe; what was there before is given up.</summary>
    public void StartFrom(Recipe recipe)
    {
        Composition = recipe.Composition;
        Selected = Composition.Blocks.Count == 1 ? Composition.Blocks[0].Name : null;
        nameTouched = false;
        Name = Propose(recipe.Id);
        Touch();
    }

    /// <summary>Goes on with a draft.</summary>
    public void Restore(ComposeDraft draft)
    {
        if (CompositionReader.Read(draft.Composition).Composition is { } kept)
            Composition = kept;
        (Name, nameTouched, Selected) = (draft.Name, draft.NameTouched, draft.Selected);
        Touch();
    }

    /// <summary>What is kept in the browser; secrets are left out.</summary>
    public ComposeDraft ToDraft() => new(Name, nameTouched, Selected, CompositionJson.Write(Composition));

    /// <summary>Makes further charts known: those a composition names that are no blocks.</summary>
    public void Know(IReadOnlyList<Block> further)
    {
        known = [.. known, .. further.Where(block => !known.Any(old => old.Chart == block.Chart))];
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Places a block under a free name and selects it.</summary>
    public void Add(Block block)
        => Place(block.Contract is { } contract ? new PlacedBlock { Block = contract.Id } : new PlacedBlock { Chart = $"{block.Chart.Repository}/{block.Chart.Name}", Version = block.Chart.Version }, block.Contract?.Id ?? block.Chart.Name);

    /// <summary>Places a chart by <c>repository/name</c>; its settings show once it is known.</summary>
    public void AddChart(string chart) => Place(new PlacedBlock { Chart = chart }, chart[(chart.LastIndexOf('/') + 1)..]);

    /// <summary>Takes a block away, with its connections.</summary>
    public void Remove(string name)
    {
        Composition = Composition with
        {
            Blocks = [.. Composition.Blocks.Where(block => block.Name != name)],
            Bindings = [.. Composition.Bindings.Where(binding => binding.From != name && binding.To != name)],
        };
        if (Selected == name)
            Selected = null;
        Touch();
    }

    /// <summary>Gives a block another name; its connections follow. A name that another block has is refused.</summary>
    public bool Rename(string name, string to)
    {
        if (name == to || Composition.Blocks.Any(block => block.Name == to))
            return name == to;
        Composition = Composition with
        {
            Blocks = [.. Composition.Blocks.Select(block => block.Name == name ? block with { Name = to } : block)],
            Bindings = [.. Composition.Bindings.Select(binding => binding with { From = binding.From == name ? to : binding.From, To = binding.To == name ? to : binding.To })],
        };
        Selected = Selected == name ? to : Selected;
        Touch();
        return true;
    }

    /// <summary>Shows the settings of a block, or of none.</summary>
    public void Select(string? name)
    {
        Selected = name;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Names the cluster; an empty name is proposed anew by the next recipe.</summary>
    public void SetName(string name)
    {
        Name = name.Trim();
        nameTouched = true;
        Touch();
    }

    /// <summary>Sets all overrides of a block.</summary>
    public void SetValues(string name, JsonObject values) => Edit(name, block => block with { Values = values });

    /// <summary>Keeps a secret a person entered, until the page is left.</summary>
    public void SetSecret(string name, string secret, string text)
        => Edit(name, block => block with { Secrets = new Dictionary<string, string>(block.Secrets) { [secret] = text } });

    /// <summary>Says which blocks serve a requirement.</summary>
    public void Bind(string from, string type, IReadOnlyList<string> to)
    {
        Composition = Composition with
        {
            Bindings = [.. Composition.Bindings.Where(binding => binding.From != from || binding.Requirement != type), .. to.Select(provider => new Binding(from, type, provider))],
        };
        Touch();
    }

    /// <summary>Mends a finding; false when the fix does not fit any more.</summary>
    public bool Apply(Fix fix)
    {
        try
        {
            if (fix.Patch is [JsonObject { Count: > 0 } only] && KnownBlock.Text(only["path"]) == "/name")
            {
                SetName(KnownBlock.Text(only["value"]));
                return true;
            }

            Composition = CompositionJson.Apply(Composition, fix);
        }
        catch (DocumentException)
        {
            return false;
        }

        Touch();
        return true;
    }

    /// <summary>Takes in what a quick check found, unless it is about an older version.</summary>
    public void Checked(int version, IReadOnlyList<Finding> findings)
    {
        if (version != Version)
            return;
        Findings = findings;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Takes in a full check, unless it is about an older version.</summary>
    public void Checked(int version, CompositionCheck check)
    {
        if (version != Version)
            return;
        (Findings, FullCheck, IsStale) = (check.Findings, check, false);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private void Place(PlacedBlock placed, string wish)
    {
        var name = Free(Labels.Nearest(wish, LongestBlockName, "block"), LongestBlockName, Composition.Blocks.Select(block => block.Name).ToHashSet());
        if (!nameTouched && Composition.Blocks.Count == 0)
            Name = Propose(wish);
        Composition = Composition with { Blocks = [.. Composition.Blocks, placed with { Name = name }] };
        Selected = name;
        Touch();
    }

    private void Edit(string name, Func<PlacedBlock, PlacedBlock> edit)
    {
        Composition = Composition with { Blocks = [.. Composition.Blocks.Select(block => block.Name == name ? edit(block) : block)] };
        Touch();
    }

    private void Touch()
    {
        Version++;
        (IsStale, FullCheck) = (true, null);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private string Propose(string wish) => Free(Labels.Nearest(wish, LongestName, "cluster"), LongestName, taken);

    private static string Free(string wish, int most, IReadOnlyCollection<string> taken)
    {
        var name = wish;
        for (var number = 2; taken.Contains(name); number++)
        {
            var end = $"-{number}";
            name = $"{wish[..Math.Min(wish.Length, most - end.Length)].TrimEnd('-')}{end}";
        }

        return name;
    }
}
