namespace AuditDashboard.Actors;

internal static class ActorsServiceCollectionExtensions
{
    /// <summary>Adds what the actor's page, the API and the verb <c>actor</c> read through.</summary>
    public static IServiceCollection AddActors(this IServiceCollection services) => services.AddSingleton<ActorReportReader>();
}
