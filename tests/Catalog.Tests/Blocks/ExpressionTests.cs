using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Tests.Blocks;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("${release}-cm.${namespace}.svc", "R-cm.N.svc")]
    [InlineData("${value:/a/b}:${secret:key}", "/a/b:key")]
    [InlineData("plain $ text } {", "plain $ text } {")]
    [InlineData("", "")]
    public void The_holes_are_filled_and_the_rest_stays(string text, string filled) =>
        Expression.Parse(text, out _)!.Fill(part => part switch
        {
            ExpressionPart.Release => "R",
            ExpressionPart.Namespace => "N",
            ExpressionPart.OwnValue value => value.Pointer,
            ExpressionPart.Secret secret => secret.Name,
            _ => "?",
        }).Should().Be(filled);

    [Theory]
    [InlineData("${release")]
    [InlineData("${}")]
    [InlineData("${value:mode}")]
    [InlineData("${value:/a~2}")]
    [InlineData("${secret:}")]
    [InlineData("${env:HOME}")]
    [InlineData("${ release }")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Expression.Parse(text, out var problem).Should().BeNull();
        problem.Should().NotBeEmpty();
    }
}
