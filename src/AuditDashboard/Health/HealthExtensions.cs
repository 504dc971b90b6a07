using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AuditDashboard.Health;

/// <summary>Registers and maps the health endpoints.</summary>
internal static class HealthExtensions
{
    private const string Ready = "ready";

    /// <summary>Adds the checks.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", HealthStatus.Unhealthy, [Ready], TimeSpan.FromSeconds(5));
        return services;
    }

    /// <summary>Maps <c>/healthz/live</c> (the process answers) and <c>/healthz/ready</c> (the database can be written and its schema is up to date): for anybody, one word each.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz/live", new() { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/healthz/ready", new() { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
        return routes;
    }
}
