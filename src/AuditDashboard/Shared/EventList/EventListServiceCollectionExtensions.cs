namespace AuditDashboard.Shared.EventList;

internal static class EventListServiceCollectionExtensions
{
    /// <summary>Adds what pages with lists of events read through.</summary>
    public static IServiceCollection AddEventLists(this IServiceCollection services) => services.AddSingleton<EventListModel>();
}
