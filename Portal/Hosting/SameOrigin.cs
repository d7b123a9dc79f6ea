namespace Dodas.Portal.Hosting;

/// <summary>
/// Refuses requests that another site's page makes in a person's name: web sockets (circuits are one), what belongs to a circuit, and everything that changes something
/// must come from the portal's own origin. Browsers send Origin with all of these; programs send none and are let through, as they hold no cookie.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var matters = request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            || request.Headers.Upgrade.Count > 0
            || HttpMethods.IsConnect(request.Method)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));
        var origin = request.Headers.Origin.ToString();
        if (matters && origin.Length > 0 && !IsOwn(origin, request))
        {
            await Results.Problem(statusCode: StatusCodes.Status403Forbidden, title: "Another site asked for this", detail: "The request's origin is not this portal.")
                .ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsOwn(string origin, HttpRequest request)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme == request.Scheme
            && string.Equals(uri.Authority, HostWithoutDefaultPort(request), StringComparison.OrdinalIgnoreCase);

    private static string HostWithoutDefaultPort(HttpRequest request)
        => new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority;
}
