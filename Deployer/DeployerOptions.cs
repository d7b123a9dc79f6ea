namespace Dodas.Deployer;

/// <summary>What the deployer must be told. Checked when the host starts; every mistake is listed.</summary>
public sealed class DeployerOptions
{
    /// <summary>Folder for the deployer's own files; helm's private directories are made below it.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Path of a helm 4 binary.</summary>
    public string HelmPath { get; set; } = "";

    /// <summary>Connection string of the SQLite database.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How many helm processes run at once.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How many operations run side by side; one that waits for its objects costs a row and a watch, no process.</summary>
    public int MaxOperations { get; set; } = 200;

    /// <summary>How long a step may take before it counts as failed.</summary>
    public TimeSpan StepDeadline { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a helm that is asked to stop may take to record that it failed, before it is killed.</summary>
    public TimeSpan HelmGrace { get; set; } = TimeSpan.FromSeconds(3);
}
