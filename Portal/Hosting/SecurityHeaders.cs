namespace Dodas.Portal.Hosting;

/// <summary>What a browser may do on the portal's pages: load from the portal alone, run no script but its files, be framed by nobody.</summary>
internal static class SecurityHeaders
{
    public static HeaderPolicyCollection Policy { get; } = new HeaderPolicyCollection()
        .AddFrameOptionsDeny()
        .AddContentTypeOptionsNoSniff()
        .AddReferrerPolicySameOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .RemoveServerHeader()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().Self();
            csp.AddScriptSrc().Self();
            // MudBlazor and our own pictures set style attributes.
            csp.AddStyleSrc().Self().UnsafeInline();
            // Chart icons are data: addresses, shown with <img>, where a script in an SVG does not run.
            csp.AddImgSrc().Self().Data();
            csp.AddObjectSrc().None();
            csp.AddBaseUri().Self();
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
        });
}
