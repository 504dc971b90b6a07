using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.SignIn.Proxy;

/// <summary>
/// A session in the database for each person whom a proxy names, so that open pages can be ended: by <c>access revoke</c>, by its end, and as soon as
/// the proxy says something else of the person. Its secret never leaves this process, so each run of the program opens its own.
/// </summary>
internal sealed class ProxySessions(CredentialStore credentials, ActivityLog activity, SignInOptions options) : IDisposable
{
    private const int MaxPersons = 10_000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>The secret of the person's session; one is opened where there is none that holds.</summary>
    /// <param name="person">Whom the proxy names, as it says now.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Stops before a session is opened.</param>
    public async Task<string> FindAsync(Person person, string? address, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_held.TryGetValue(person.Name, out var held))
            {
                var session = await credentials.FindValidAsync(CredentialKind.Session, held.Secret, cancellationToken);
                if (session is not null && held.Person == person)
                {
                    return held.Secret;
                }

                // Open pages that were shown by what it said before go blank.
                if (session is not null)
                {
                    await credentials.RevokeAsync(session.Id, CancellationToken.None);
                }
            }

            if (_held.Count >= MaxPersons)
            {
                _held.Clear(); // their sessions end by themselves
            }

            var (_, secret) = await credentials.CreateAsync(CredentialKind.Session, person.Name, person.Role, person.Clusters, options.SessionLifetime, CancellationToken.None);
            _held[person.Name] = new Held(person, secret);
            await activity.AddAsync(ActivityKind.SignIn, person, $"Signed in by the proxy as {RoleWords.Of(person)}.", address, CancellationToken.None);
            return secret;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Held(Person Person, string Secret);
}
