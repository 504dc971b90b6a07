namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>The texts of the ConfigMap <c>aws-auth</c>; null is a key that is absent.</summary>
/// <param name="MapRoles"><c>data.mapRoles</c>.</param>
/// <param name="MapUsers"><c>data.mapUsers</c>.</param>
/// <param name="MapAccounts"><c>data.mapAccounts</c>.</param>
public sealed record AwsAuthText(string? MapRoles, string? MapUsers, string? MapAccounts)
{
    /// <summary>A ConfigMap that maps nothing, or none.</summary>
    public static AwsAuthText Empty { get; } = new(null, null, null);

    /// <summary>The keys that are there with their texts, in the order of the documentation.</summary>
    public IEnumerable<(string Key, string Text)> Keys
    {
        get
        {
            foreach (var (key, text) in new[] { ("mapRoles", MapRoles), ("mapUsers", MapUsers), ("mapAccounts", MapAccounts) })
            {
                if (text is not null)
                {
                    yield return (key, text);
                }
            }
        }
    }
}
