using Dodas.Catalog;

namespace Dodas.Portal.Api;

/// <summary>One part of a list as the API gives it.</summary>
/// <param name="Items">The items.</param>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Next">What to send as <c>after</c> for the next part, or null at the end.</param>
internal sealed record ListShape<T>(IReadOnlyList<T> Items, int Total, string? Next);

/// <summary>Reads <c>?take=&amp;after=</c> and writes lists.</summary>
internal static class Paging
{
    public static PageRequest Request(int? take, string? after)
        => new(Math.Clamp(take ?? 50, 1, PageRequest.MostItems), string.IsNullOrEmpty(after) ? null : after);

    public static IResult ToResult<TItem, TShape>(this Page<TItem> page, Func<TItem, TShape> shape)
        => Results.Ok(new ListShape<TShape>([.. page.Items.Select(shape)], page.Total, page.Next));
}
