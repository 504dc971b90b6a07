namespace AuditDashboard.SignIn;

/// <summary>Addresses of signing in and out.</summary>
internal static class SignInPaths
{
    /// <summary>The page that a sign-in link opens.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Where the form of that page posts to: a link is used up here.</summary>
    public const string Use = "/sign-in/use";

    /// <summary>Leads to the provider.</summary>
    public const string Start = "/sign-in/start";

    /// <summary>Where the provider leads back to; the provider must know it.</summary>
    public const string Back = "/sign-in/back";

    /// <summary>Where the provider itself says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0).</summary>
    public const string BackChannel = "/sign-in/back-channel";

    /// <summary>Leads to the provider to sign out there.</summary>
    public const string Leave = "/sign-in/leave";

    /// <summary>Where the form of the page header posts to.</summary>
    public const string SignOut = "/sign-out";

    /// <summary>What is shown to somebody whose role does not allow a page.</summary>
    public const string NotAllowed = "/not-allowed";

    /// <summary>Name of the link's secret in the link and in the form.</summary>
    public const string LinkParameter = "link";

    /// <summary>Parameter of the page to go to afterwards.</summary>
    public const string ReturnParameter = "return";

    /// <summary>Parameter that says why the page is shown again.</summary>
    public const string WhyParameter = "why";

    // Escaped once more it must fit into a request line.
    private const int MaxReturn = 8_192;

    /// <summary>The whole address of a sign-in link. The secret stands behind a #: browsers send that part to no server, so that no log and no proxy has it.</summary>
    public static string LinkOf(string baseUrl, string secret) => $"{baseUrl.TrimEnd('/')}{SignIn}#{LinkParameter}={secret}";

    /// <summary>The secret in what somebody pasted: a whole link, or the secret alone.</summary>
    public static string? SecretIn(string? written)
    {
        const string Mark = LinkParameter + "=";
        if (written?.Trim() is not { } text)
        {
            return null;
        }

        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? text : text[(at + Mark.Length)..];
    }

    /// <summary>The address that leads to the provider, and then to a page of ours.</summary>
    public static string StartOf(string? goTo) => Start + QueryString.Create(ReturnParameter, SafeReturn(goTo));

    /// <summary>The sign-in page's address.</summary>
    /// <param name="goTo">Where to go afterwards; left out if it is the overview, or not a path of ours.</param>
    /// <param name="why">Why it is shown again; null at first.</param>
    public static string PageOf(string? goTo, string? why = null)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (SafeReturn(goTo) is var path && path != "/")
        {
            pairs.Add(new(ReturnParameter, path));
        }

        if (why is not null)
        {
            pairs.Add(new(WhyParameter, why));
        }

        return SignIn + QueryString.Create(pairs);
    }

    /// <summary>A path of ours to go to; <c>/</c> for everything that could lead elsewhere.</summary>
    public static string SafeReturn(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && path.Length <= MaxReturn && !path.Any(c => char.IsControl(c) || c == '\\')
        && !path.StartsWith(SignIn, StringComparison.OrdinalIgnoreCase) && !path.StartsWith(SignOut, StringComparison.OrdinalIgnoreCase)
            ? path
            : "/";
}
