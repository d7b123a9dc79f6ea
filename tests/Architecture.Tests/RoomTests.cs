using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Dodas.Architecture.Tests;

/// <summary>The arrows between the rooms: Portal → Deployer → Catalog, Portal → Sandbox; nothing points back.</summary>
public sealed class RoomTests
{
    private static readonly ArchUnitNET.Domain.Architecture Rooms = new ArchLoader().LoadAssemblies(
        System.Reflection.Assembly.Load("Dodas.Catalog"),
        System.Reflection.Assembly.Load("Dodas.Deployer"),
        System.Reflection.Assembly.Load("Dodas.Portal"),
        System.Reflection.Assembly.Load("Dodas.Sandbox")).Build();

    private static IObjectProvider<IType> Room(string name) => Types().That().ResideInAssemblyMatching($"^Dodas\\.{name},").As(name);

    [Theory]
    [InlineData("Catalog", "Deployer")]
    [InlineData("Catalog", "Portal")]
    [InlineData("Catalog", "Sandbox")]
    [InlineData("Deployer", "Portal")]
    [InlineData("Deployer", "Sandbox")]
    [InlineData("Sandbox", "Catalog")]
    [InlineData("Sandbox", "Deployer")]
    [InlineData("Sandbox", "Portal")]
    public void No_room_points_back(string from, string to)
        => Types().That().Are(Room(from)).Should().NotDependOnAny(Room(to)).Check(Rooms);

    [Fact]
    public void Only_the_hosting_of_the_portal_knows_the_sandbox()
        => Types().That().Are(Room("Portal")).And().DoNotResideInNamespaceMatching(@"^Dodas\.Portal\.Hosting")
            .Should().NotDependOnAny(Room("Sandbox")).Check(Rooms);

    [Fact]
    public void Catalog_starts_no_process()
        => Types().That().Are(Room("Catalog")).Should().NotDependOnAnyTypesThat().HaveFullNameMatching(@"^System\.Diagnostics\.Process").WithoutRequiringPositiveResults().Check(Rooms);

    /// <summary>Which assemblies a room's code may mention is what its references say: read from the metadata, not from a project file.</summary>
    [Theory]
    [InlineData("Catalog", "CliWrap")]
    [InlineData("Catalog", "KubernetesClient")]
    [InlineData("Catalog", "Microsoft.AspNetCore")]
    [InlineData("Portal", "CliWrap")]
    [InlineData("Portal", "KubernetesClient")]
    [InlineData("Sandbox", "CliWrap")]
    [InlineData("Sandbox", "Microsoft.EntityFrameworkCore")]
    public void A_room_does_not_know_what_is_not_its_business(string room, string assembly)
        => System.Reflection.Assembly.Load($"Dodas.{room}").GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Should().NotContain(name => name == assembly || name.StartsWith(assembly + ".", StringComparison.Ordinal));
}
