namespace Dodas.Deployer.Targets;

/// <summary>The one target that the options name.</summary>
internal sealed class ConfiguredTargets(KubernetesTarget target) : ITargets
{
    public ITarget Default => target;

    public ITarget? Find(string name) => name == target.Name ? target : null;
}
