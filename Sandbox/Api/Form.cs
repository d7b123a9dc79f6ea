namespace Dodas.Sandbox.Api;

/// <summary>The form in which a client wants objects.</summary>
internal enum Form
{
    /// <summary>As they are.</summary>
    Whole,

    /// <summary>As rows for people.</summary>
    Table,

    /// <summary>Their metadata alone.</summary>
    Metadata,
}

/// <summary>Reads the Accept header.</summary>
internal static class Forms
{
    /// <summary>The first acceptable form the client names.</summary>
    /// <exception cref="Storage.StatusException">406 when it names none that is spoken here.</exception>
    public static Form Wanted(this Call call) => Wanted(call.Http);

    /// <summary>The first acceptable form the client names.</summary>
    /// <exception cref="Storage.StatusException">406 when it names none that is spoken here.</exception>
    public static Form Wanted(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return Form.Whole;
        foreach (var option in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = option.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*"))
                continue;
            var form = parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal));
            switch (form)
            {
                case null:
                    return Form.Whole;
                case "as=Table" when parts.Contains("v=v1"):
                    return Form.Table;
                case "as=PartialObjectMetadata" or "as=PartialObjectMetadataList":
                    return Form.Metadata;
            }
        }

        throw new Storage.StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json", []);
    }
}
