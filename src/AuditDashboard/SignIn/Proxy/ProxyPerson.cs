using AuditDashboard.SignIn.Grants;
using Microsoft.Extensions.Primitives;

namespace AuditDashboard.SignIn.Proxy;

/// <summary>Makes a person of what a proxy's headers say. Whether the proxy is believed was asked before.</summary>
internal static class ProxyPerson
{
    private const int MaxGroups = 1_000;

    /// <summary>The person; or why there is none, as a sentence for the record and for whoever asks.</summary>
    /// <param name="headers">The request's headers; the user's is among them.</param>
    /// <param name="signIn">Which headers count, and what groups may do.</param>
    public static (Person? Person, string? Problem) Read(IHeaderDictionary headers, SignInOptions signIn)
    {
        var options = signIn.ProxyHeader;

        // Two lines, or two names in one: an intermediary joined what a client sent with what the proxy added, and it cannot be told which is which.
        if (headers[options.UserHeader] is not [{ } name] || name.Contains(',', StringComparison.Ordinal))
        {
            return (null, $"The proxy's header {options.UserHeader} names more than one person.");
        }

        if (PersonName.FindProblem(name) is { } problem)
        {
            return (null, string.IsNullOrWhiteSpace(name) ? $"The proxy's header {options.UserHeader} is empty." : $"The proxy's name for somebody {problem}");
        }

        return RoleGrant.Find(GroupsOf(headers[options.GroupsHeader]), RoleGrant.Of(options.Viewers, options.Reviewers, options.Administrators, signIn.Grants)) is var (role, clusters)
            ? (new Person(name, role, IsSignedIn: true) { Clusters = clusters }, null)
            : (null, $"The proxy's groups of '{name}' hold nothing that has a role here.");
    }

    private static HashSet<string> GroupsOf(StringValues lines) =>
        [.. lines.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Take(MaxGroups)];
}
