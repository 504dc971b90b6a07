using System.Threading.RateLimiting;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.RateLimiting;

namespace AuditDashboard.Sharing.OpenLinks;

/// <summary>How often links that open without sign-in may be asked for.</summary>
internal static class OpenLinkLimits
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "open-link";

    /// <summary>Requests that one network address has in a minute: an open page asks three times.</summary>
    public const int PerMinute = 120;

    /// <summary>Adds the policy. Secrets cannot be guessed: this bounds what asking costs.</summary>
    public static void Add(RateLimiterOptions limiter) => limiter.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
        AddressBuckets.Of(context.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
