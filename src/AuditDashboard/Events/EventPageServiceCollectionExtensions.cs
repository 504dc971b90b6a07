namespace AuditDashboard.Events;

internal static class EventPageServiceCollectionExtensions
{
    /// <summary>Adds what an event's page reads through.</summary>
    public static IServiceCollection AddEventPage(this IServiceCollection services) => services.AddSingleton<EventPageModel>();
}
