using System.Collections.Concurrent;
using Amazon.Runtime.CredentialManagement;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>A queue for each account and region. One for the process.</summary>
/// <param name="clock">The clock that is waited by.</param>
/// <param name="options">How many queries at once, and how fast.</param>
/// <param name="environment">Gives environment variables; null for those of the process.</param>
internal sealed class QueryQueues(TimeProvider clock, CloudWatchOptions options, Func<string, string?>? environment = null) : IDisposable
{
    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;
    private readonly ConcurrentDictionary<(string Region, string Account), QueryQueue> _queues = new();

    /// <summary>The queue of a log group: of the region and the account whose credentials ask, wherever the log group itself is.</summary>
    public QueryQueue Of(CloudWatchSourceOptions source) =>
        _queues.GetOrAdd((source.Region ?? "", AccountOf(source)), _ => new QueryQueue(clock, options));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Dispose();
        }
    }

    // Roles and many profiles name their account. That of other credentials is not known before a call: they stand for it.
    private string AccountOf(CloudWatchSourceOptions source) =>
        AccountOf(source.RoleArn)
        ?? (source.Profile is { } profile ? OfProfile(profile) ?? $"profile {profile}" : OfEnvironment() ?? "");

    // In the order of the SDK's chain: keys come before a service account's role, and that before a profile.
    private string? OfEnvironment() =>
        !string.IsNullOrEmpty(_environment("AWS_ACCESS_KEY_ID")) && !string.IsNullOrEmpty(_environment("AWS_SECRET_ACCESS_KEY")) ? _environment("AWS_ACCOUNT_ID")
        : !string.IsNullOrEmpty(_environment("AWS_WEB_IDENTITY_TOKEN_FILE")) && _environment("AWS_ROLE_ARN") is { } role ? AccountOf(role)
        : OfProfile(_environment("AWS_PROFILE") ?? "default");

    private static string? OfProfile(string name)
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
                ? AccountOf(profile.Options.RoleArn) ?? Given(profile.Options.SsoAccountId)
                : null;
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
        {
            // Files that cannot be read are told of by the first call.
            return null;
        }
    }

    // arn:aws:iam::111122223333:role/audit
    private static string? AccountOf(string? role) => role?.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;

    private static string? Given(string? account) => string.IsNullOrEmpty(account) ? null : account;
}
