using Dodas.Sandbox.Controllers;

namespace Dodas.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed record SandboxOptions
{
    /// <summary>The SQLite file that keeps the objects, made when it is missing; null keeps them in memory.</summary>
    public string? DataFile { get; init; }

    /// <summary>Where to listen: https on a loopback address; port 0 takes a free one.</summary>
    public string Url { get; init; } = "https://127.0.0.1:0";

    /// <summary>From scheduling a pod until it runs.</summary>
    public TimeSpan PodStartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The owner's bearer token; null takes the one in the data file, or a random one.</summary>
    public string? Token { get; init; }

    /// <summary>Everything else about the simulated cluster; <see cref="PodStartDelay"/> overrides its own.</summary>
    public SimulationOptions Simulation { get; init; } = new();

    /// <summary>Where times come from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The lowest level that is logged to the console.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}

/// <summary>An option cannot be used; the message says which and why.</summary>
/// <param name="message">One sentence for whoever gave the option.</param>
public sealed class SandboxOptionException(string message) : Exception(message);
