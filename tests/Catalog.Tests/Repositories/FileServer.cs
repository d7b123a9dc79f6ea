using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dodas.Catalog.Tests.Repositories;

/// <summary>A real web server on loopback that serves files of a folder, and answers chosen paths in chosen ways.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();

    private FileServer(WebApplication app) => _app = app;

    public string Folder { get; } = Directory.CreateTempSubdirectory("served-").FullName;

    public Uri Address => new(_app.Urls.Single());

    public string Authority => Address.Authority;

    /// <summary>Every path that was asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public int Count(string path) => Asked.Count(p => p == path);

    public static async Task<FileServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FileServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Answers this path so from now on.</summary>
    public void Answer(string path, RequestDelegate answer) => _answers[path] = answer;

    public void Answer(string path, int status) => Answer(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Serves the file of the folder again.</summary>
    public void AnswerWithFile(string path) => _answers.TryRemove(path, out _);

    public Task WriteAsync(string path, string text) => File.WriteAllTextAsync(Path.Combine(Folder, path), text, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Asked.Enqueue(path);
        if (_answers.TryGetValue(path, out var answer))
        {
            await answer(context);
            return;
        }

        var file = new FileInfo(Path.Combine(Folder, path.TrimStart('/')));
        if (!file.Exists)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var tag = $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await context.Response.SendFileAsync(file.FullName, context.RequestAborted);
    }
}
