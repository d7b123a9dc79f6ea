using Dodas.Catalog.Compositions;

namespace Dodas.Portal.Api;

/// <summary>The API's refusals as problem details (RFC 9457): what happened, and in the detail what to do.</summary>
internal static class Problems
{
    public static IResult NotFound(string detail)
        => Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "Not found", detail: detail);

    public static IResult Invalid(string detail, IReadOnlyList<Finding>? findings = null)
        => Results.Problem(
            statusCode: StatusCodes.Status400BadRequest,
            title: "The request cannot be carried out as it is",
            detail: detail,
            extensions: findings is null ? null : new Dictionary<string, object?> { ["findings"] = findings.Select(FindingShape.Of).ToArray() });

    public static IResult Forbidden(string detail)
        => Results.Problem(statusCode: StatusCodes.Status403Forbidden, title: "Not allowed", detail: detail);

    public static IResult Conflict(string detail)
        => Results.Problem(statusCode: StatusCodes.Status409Conflict, title: "Conflict", detail: detail);

    public static IResult Unprocessable(string detail)
        => Results.Problem(statusCode: StatusCodes.Status422UnprocessableEntity, title: "The same key, another request", detail: detail);

    public static IResult BadGateway(string detail)
        => Results.Problem(statusCode: StatusCodes.Status502BadGateway, title: "A repository did not answer as it should", detail: detail);
}
