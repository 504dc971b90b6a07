using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Turns;

namespace AuditDashboard.SignIn;

/// <summary>
/// Holds everything that a request leads to, to the clusters of who asks: pages, the API, downloads, and all that a circuit does for as long as its
/// connection lasts, since the connection is a request too. A circuit that is taken up again is held to whoever takes it up.
/// </summary>
internal static class ClusterLimits
{
    /// <summary>Until it is known who asks, nothing of any cluster is read.</summary>
    public static async Task BeforeSignInAsync(HttpContext context, RequestDelegate next)
    {
        using var entered = ClusterScope.None.Enter();
        await next(context);
    }

    /// <summary>After authentication. What the person has read waits for their own turns, whichever of their pages it is for.</summary>
    public static async Task HoldAsync(HttpContext context, RequestDelegate next)
    {
        var person = Person.From(context.User);
        using var entered = (person?.Clusters ?? ClusterScope.None).Enter();
        using var reading = ReadingPerson.Enter(person?.Name);
        await next(context);
    }
}
