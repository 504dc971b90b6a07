using System.Security.Claims;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.SignIn;

/// <summary>Who is behind a page under test: whoever sits at this machine, until somebody signs in.</summary>
internal sealed class TestPerson(CredentialStore credentials) : AuthenticationStateProvider
{
    private ClaimsPrincipal _principal = Person.Local.ToPrincipal("Local");

    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(_principal));

    /// <summary>Signs somebody in by a session that the database knows; gives its number.</summary>
    public async Task<long> SignInAsync(DashboardRole role, string name = "vera")
    {
        var (session, secret) = await credentials.CreateAsync(CredentialKind.Session, name, role, TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        _principal = new Person(name, role, IsSignedIn: true).ToPrincipal("Session", secret);
        NotifyAuthenticationStateChanged(GetAuthenticationStateAsync());
        return session.Id;
    }
}

internal static class TestPersonExtensions
{
    /// <summary>Adds what pages ask about the person and record; the storage is the test's own.</summary>
    public static IServiceCollection AddTestPerson(this IServiceCollection services) => services
        .AddSingleton(new SignInOptions())
        .AddSingleton<RefusalGate>().AddSingleton<ActivityLog>().AddSingleton<ActivityReader>()
        .AddSingleton<TestPerson>().AddSingleton<AuthenticationStateProvider>(p => p.GetRequiredService<TestPerson>())
        .AddScoped<CurrentPerson>();
}
