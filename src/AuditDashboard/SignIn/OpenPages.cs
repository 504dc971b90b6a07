using Microsoft.AspNetCore.SignalR;

namespace AuditDashboard.SignIn;

/// <summary>
/// Counts the connections of open pages of each person, on all their browsers, and hangs up on those beyond <see cref="Most"/>: a page that is open costs
/// memory here, which is everybody's. In loopback mode all are of one person. Singleton.
/// </summary>
internal sealed class OpenPages(ActivityLog activity) : IHubFilter
{
    /// <summary>Most open pages of one person.</summary>
    public const int Most = 100;

    /// <summary>Most of all persons together.</summary>
    public const int MostOfAll = 2_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var name = NameOf(context);
        try
        {
            if (Change(name, 1) > Most)
            {
                if (context.Context.GetHttpContext() is { } request)
                {
                    await activity.NoteRefusedAsync(request, $"Has {Most} pages open; one more was closed.");
                }

                context.Context.Abort();
            }

            await next(context);
        }
        catch
        {
            // The end of a connection whose beginning failed is not told.
            Change(name, -1);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        Change(NameOf(context), -1);
        return next(context, exception);
    }

    private static string NameOf(HubLifetimeContext context) => context.Context.User?.Identity?.Name ?? "";

    private int Change(string name, int by)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(name) + by;
            if (open > 0)
            {
                _open[name] = open;
            }
            else
            {
                _open.Remove(name);
            }

            return open;
        }
    }
}
