using System.Text.RegularExpressions;

namespace AuditDashboard.Shell;

/// <summary>
/// Takes secrets out of what is logged. We write none; but the framework, at the levels Debug and Trace, writes the addresses that it is asked for, and
/// some of these hold one: a link that opens without sign-in, the way back from a provider, a circuit's connection.
/// </summary>
internal static partial class LogSecrets
{
    /// <summary>Stands for a secret.</summary>
    public const string Mark = "(secret)";

    // http://h/o/AbCdEf-_…?page=2    with value 'o/AbCdEf-_…'    \u0027o/AbCdEf-_…    return=%2Fo%2FAbCdEf-_…
    // All that is asked for behind it counts: a mistyped secret is almost one.
    private const string OpenLink = @"(?:(?<![A-Z0-9])|\\u00[0-9A-F]{2}|%2F|%252F)o(?:/|%2F|%252F)";

    // ?code=…&state=…    "QueryString":"?id=…\u0026…"    sign-in#link=…    %3Flink%3D…    Short values are the filters of our own pages.
    private const string Parameter =
        @"(?:[?&#""']|\\u0026|%3F|%26|%23)(?:link|code|state|session_state|id|token|id_token|id_token_hint|access_token|refresh_token|logout_token|client_secret)(?:=|%3D)";

    /// <summary>The text without them.</summary>
    public static string Redact(string text) => Alone().Replace(ParameterValue().Replace(OpenLinkSecret().Replace(text, "$1" + Mark), "$1" + Mark), Mark);

    // Any secret of ours that stands alone, such as a value of a route: 43 characters of Base64 for URLs, in which names hardly mix what these mix.
    // The name of a circuit is as long, opens nothing, and is what its failures are known by.
    [GeneratedRegex("(?<![A-Za-z0-9_-]|circuit '|circuit \\\\u0027|CircuitId\":\")(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant)]
    private static partial Regex Alone();

    [GeneratedRegex("(" + OpenLink + ")(?:[A-Za-z0-9_.~:/-]|%[0-9A-F]{2})+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OpenLinkSecret();

    [GeneratedRegex("(" + Parameter + ")(?:[A-Za-z0-9_.~:/+=-]|%[0-9A-F]{2}|\\\\u002B){20,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ParameterValue();
}
