using System.Text.RegularExpressions;
using Bunit;
using Dodas.Portal.Tests.Fakes;
using MudBlazor;

namespace Dodas.Portal.Tests.Layout;

public sealed partial class ThemeTests : PageTest
{
    [Fact]
    public void The_style_sheet_sets_every_variable_that_MudBlazor_s_own_theme_would_set()
    {
        var wanted = Variable().Matches(Render<MudThemeProvider>().Markup).Select(match => match.Value).ToHashSet();
        var set = Variable().Matches(File.ReadAllText(Path.Combine(RepositoryRoot(), "Portal", "wwwroot", "css", "theme.css"))).Select(match => match.Value).ToHashSet();

        wanted.Should().NotBeEmpty();
        wanted.Except(set).Should().BeEmpty();
    }

    [GeneratedRegex("--mud-[a-z0-9-]+(?=\\s*:)")]
    private static partial Regex Variable();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dodas.Portal.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests from a build inside the repository.");
    }
}
