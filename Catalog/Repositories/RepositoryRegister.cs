using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dodas.Catalog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dodas.Catalog.Repositories;

/// <summary>Adding, syncing and removing repositories: for administrators, one change of a repository at a time.</summary>
internal sealed partial class RepositoryRegister(IDbContextFactory<CatalogDbContext> contexts, RepositorySync sync, HttpRepositories http, LocalRepository local, AddressRule rule, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _changing = new();

    public async Task<RepositoryOutcome> AddAsync(Actor actor, NewRepository repository, CancellationToken cancellationToken)
    {
        if (!actor.IsAdministrator)
            return new RepositoryOutcome.Forbidden();
        if (repository.Name is not { } name || !NamePattern().IsMatch(name))
            return new RepositoryOutcome.Refused("name", "Use lower-case letters, digits and '-', at most 63 characters, starting with a letter and not ending with '-'.");
        if (repository.Kind != "http")
            return new RepositoryOutcome.Refused("kind", "Only 'http' repositories can be added.");
        if (!Uri.TryCreate(repository.Url, UriKind.Absolute, out var url) || repository.Url is not { Length: <= 2000 })
            return new RepositoryOutcome.Refused("url", "Write the whole address of the folder that holds index.yaml, such as https://charts.example.org/stable.");
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return new RepositoryOutcome.Refused("url", "Leave out everything from '?' or '#' on: the address is that of the folder that holds index.yaml.");
        if (!url.AbsolutePath.EndsWith('/'))
            url = new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;
        if (rule.Refusal(url, url) is { } refusal)
            return new RepositoryOutcome.Refused("url", char.ToUpperInvariant(refusal[0]) + refusal[1..] + ".");

        return await ExclusivelyAsync(name, async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (name == LocalRepository.Name || await context.Repositories.AnyAsync(r => r.Name == name, cancellationToken))
                return new RepositoryOutcome.NameTaken();
            context.Repositories.Add(new() { Name = name, Url = url.AbsoluteUri, NextSyncAt = time.GetUtcNow().UtcDateTime });
            await context.SaveChangesAsync(cancellationToken);
            return await SyncedAsync(name, unlessUnchanged: false, cancellationToken);
        }, cancellationToken);
    }

    public async Task<RepositoryOutcome> SyncAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        if (!actor.IsAdministrator)
            return new RepositoryOutcome.Forbidden();
        if (name == LocalRepository.Name)
            return new RepositoryOutcome.Done((await local.ReadAgainAsync(cancellationToken)).Known.Repository);
        return await ExclusivelyAsync(name, () => SyncedAsync(name, unlessUnchanged: false, cancellationToken), cancellationToken);
    }

    public async Task<RepositoryOutcome> RemoveAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        if (!actor.IsAdministrator)
            return new RepositoryOutcome.Forbidden();
        if (name == LocalRepository.Name)
            return new RepositoryOutcome.Refused("name", "The local repository is part of the portal and cannot be removed; take charts out of its folder instead.");
        return await ExclusivelyAsync(name, async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var row = await context.Repositories.AsNoTracking().FirstOrDefaultAsync(r => r.Name == name, cancellationToken);
            if (row is null)
                return new RepositoryOutcome.NotFound();
            // Its charts go with it; the archives in the store stay for the releases that are pinned to them.
            await context.Repositories.Where(r => r.Id == row.Id).ExecuteDeleteAsync(cancellationToken);
            return new RepositoryOutcome.Done(HttpRepositories.Repository(row, charts: 0));
        }, cancellationToken);
    }

    /// <summary>Reads every repository whose time has come, one after the other; one that fails does not stop the others.</summary>
    public async Task SyncDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var name in await context.Repositories.Where(r => r.NextSyncAt <= now).OrderBy(r => r.NextSyncAt).Select(r => r.Name).ToListAsync(cancellationToken))
            await ExclusivelyAsync(name, () => SyncedAsync(name, unlessUnchanged: true, cancellationToken), cancellationToken);
    }

    private async Task<RepositoryOutcome> ExclusivelyAsync(string name, Func<Task<RepositoryOutcome>> change, CancellationToken cancellationToken)
    {
        var changing = _changing.GetOrAdd(name, _ => new(1));
        await changing.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task<RepositoryOutcome> SyncedAsync(string name, bool unlessUnchanged, CancellationToken cancellationToken)
    {
        if (!await sync.SyncAsync(name, unlessUnchanged, cancellationToken))
            return new RepositoryOutcome.NotFound();
        var known = (await http.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => r.Repository.Name == name);
        return known is null ? new RepositoryOutcome.NotFound() : new RepositoryOutcome.Done(known.Repository);
    }

    [GeneratedRegex("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
