namespace AuditDashboard.SignIn;

/// <summary>Addresses of signing in and out.</summary>
internal static class SignInPaths
{
    /// <summary>The page that a sign-in link opens.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Where the button of that page posts to, and the form of the page header.</summary>
    public const string SignOut = "/sign-out";

    /// <summary>What is shown to somebody whose role does not allow a page.</summary>
    public const string NotAllowed = "/not-allowed";

    /// <summary>Parameter of the link's secret.</summary>
    public const string LinkParameter = "link";

    /// <summary>Parameter of the page to go to afterwards.</summary>
    public const string ReturnParameter = "return";

    /// <summary>The whole address of a sign-in link.</summary>
    public static string LinkOf(string baseUrl, string secret) => $"{baseUrl.TrimEnd('/')}{SignIn}?{LinkParameter}={secret}";

    /// <summary>A path of ours to go to; <c>/</c> for everything that could lead elsewhere.</summary>
    public static string SafeReturn(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && path.Length <= 8_192 && !path.Any(char.IsControl) && !path.Contains('\\', StringComparison.Ordinal)
        && !path.StartsWith(SignIn, StringComparison.OrdinalIgnoreCase)
            ? path
            : "/";
}
