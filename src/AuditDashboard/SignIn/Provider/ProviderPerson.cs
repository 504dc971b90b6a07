using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.SignIn.Grants;

namespace AuditDashboard.SignIn.Provider;

/// <summary>Makes a person of what the provider says of somebody.</summary>
internal static class ProviderPerson
{
    private const string Subject = "sub";
    private const int MarkDigits = 12;

    /// <summary>The person; or why there is none, as a sentence for the record.</summary>
    /// <param name="claims">What the provider says, its signature and everything else checked.</param>
    /// <param name="signIn">Which claims count, and what groups may do.</param>
    public static (Person? Person, string? Problem) Read(IReadOnlyCollection<Claim> claims, SignInOptions signIn)
    {
        var options = signIn.OpenIdConnect;
        var subjects = claims.Where(c => c.Type == Subject).Select(c => (c.Value, c.Issuer)).Distinct().ToList();
        if (subjects is not [var (subject, issuer)] || string.IsNullOrWhiteSpace(subject))
        {
            return (null, "The provider did not say who it is.");
        }

        if (RoleGrant.Find(claims.Where(c => c.Type == options.RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal), RoleGrant.Of(options.Viewers, options.Reviewers, options.Administrators, signIn.Grants)) is not var (role, clusters))
        {
            return (null, $"The provider's {options.RoleClaim} of '{NameOf(claims, subject, issuer, options)}' hold nothing that has a role here.");
        }

        var name = NameOf(claims, subject, issuer, options);
        return PersonName.FindProblem(name) is { } problem
            ? (null, $"The provider's name for somebody {problem}")
            : (new Person(name, role, IsSignedIn: true) { Clusters = clusters }, null);
    }

    /// <summary>The end of the name of whoever the provider calls so: the same for all sessions of one person, and no other's.</summary>
    public static string MarkOf(string issuer, string subject) =>
        " #" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")))[..MarkDigits];

    // People may change what they are called, and take a name that was another's: the mark is of who the provider says they are.
    private static string NameOf(IReadOnlyCollection<Claim> claims, string subject, string issuer, ProviderOptions options)
    {
        var mark = MarkOf(issuer, subject);
        var called = claims.FirstOrDefault(c => c.Type == options.NameClaim && PersonName.FindProblem(c.Value + mark) is null)?.Value;
        return (called ?? (PersonName.FindProblem(subject + mark) is null ? subject : "somebody")) + mark;
    }
}
