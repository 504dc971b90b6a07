namespace AuditDashboard.AwsAuth;

internal static class AwsAuthServiceCollectionExtensions
{
    /// <summary>Adds what the aws-auth page reads through.</summary>
    public static IServiceCollection AddAwsAuth(this IServiceCollection services) => services.AddSingleton<AwsAuthModel>();
}
