using AuditDashboard.Kubernetes.Explanations;

namespace AuditDashboard.Queue;

internal static class QueueServiceCollectionExtensions
{
    /// <summary>Adds what judges changes, and the queue of those that nothing explains. Singletons: verdicts are remembered for all readers.</summary>
    public static IServiceCollection AddQueue(this IServiceCollection services) => services
        .AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<QueueOptions>();
            return new ChangeExplainer(options.AllRules, options.ChangeWindows);
        })
        .AddSingleton<QueueReader>();
}
