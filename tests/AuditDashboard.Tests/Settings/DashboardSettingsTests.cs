using AuditDashboard.Explore;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Queries;
using AuditDashboard.Queue;
using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.SignIn.Provider;
using AuditDashboard.SignIn.Proxy;
using AuditDashboard.Storage;
using Microsoft.Extensions.Configuration;

namespace AuditDashboard.Tests.Settings;

public sealed class DashboardSettingsTests : IDisposable
{
    private readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly (string Key, string Value)[] Provider =
    [
        ("SignIn:Mode", "OpenIdConnect"), ("SignIn:OpenIdConnect:Authority", "https://login.example.com/realms/main"),
        ("SignIn:OpenIdConnect:ClientId", "audit-dashboard"), ("SignIn:OpenIdConnect:Viewers:0", "everybody"),
    ];

    private static readonly (string Key, string Value)[] Proxy =
    [
        ("SignIn:Mode", "ProxyHeader"), ("SignIn:ProxyHeader:Proxies:0", "10.0.0.5"), ("SignIn:ProxyHeader:Proxies:1", "10.1.0.0/16"),
        ("SignIn:ProxyHeader:Viewers:0", "everybody"), ("PublicUrl", "https://audit.example.com"),
    ];

    [Fact]
    public void Load_NothingConfigured_DefaultsWithTheDemoClusterAlone()
    {
        var (settings, problems) = _folder.Load();

        Assert.Empty(problems);
        Assert.NotNull(settings);
        Assert.Equivalent(new StorageOptions(), settings.Storage, strict: true);
        Assert.Equivalent(new HarvestOptions(), settings.Harvest, strict: true);
        Assert.Equivalent(new CloudWatchOptions(), settings.CloudWatch, strict: true);
        Assert.Equivalent(new ExploreOptions(), settings.Explore, strict: true);
        Assert.Equivalent(new[] { new ClusterOptions { Name = "demo", Source = "Demo" } }, settings.Clusters, strict: true);
        Assert.Equal(["http://127.0.0.1:5080"], settings.Urls);
        Assert.Equal(Path.Combine(_folder.Path, "data", "audit.db"), settings.DatabasePath);
    }

    [Fact]
    public void AppsettingsJson_AsShipped_HoldsEveryDefault()
    {
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(RepositoryTop(), "appsettings.json")).Build();

        Assert.True(DashboardSettings.TryLoad(shipped, _folder.Path, out var settings, out var problems), string.Join('\n', problems));

        Assert.Equivalent(new StorageOptions(), settings.Storage, strict: true);
        Assert.Equivalent(new HarvestOptions(), settings.Harvest, strict: true);
        Assert.Equivalent(new CloudWatchOptions(), settings.CloudWatch, strict: true);
        Assert.Equivalent(new ExploreOptions(), settings.Explore, strict: true);
        Assert.Equivalent(new SignInOptions(), settings.SignIn, strict: true);
        Assert.Equivalent(new QueueOptions(), settings.Explanations, strict: true);
        Assert.Equal(["http://127.0.0.1:5080"], settings.Urls);

        // Written down, not just defaulted: every property stands in the file.
        foreach (var key in typeof(StorageOptions).GetProperties().Select(p => $"Storage:{p.Name}")
            .Concat(typeof(HarvestOptions).GetProperties().Select(p => $"Harvest:{p.Name}"))
            .Concat(typeof(ExploreOptions).GetProperties().Select(p => $"Explore:{p.Name}"))
            .Concat(typeof(SignInOptions).GetProperties().Where(p => p.Name is not (nameof(SignInOptions.PublicUrl) or nameof(SignInOptions.OpenIdConnect) or nameof(SignInOptions.ProxyHeader) or nameof(SignInOptions.Grants) or nameof(SignInOptions.Keys))).Select(p => $"SignIn:{p.Name}"))
            .Append("Explanations:UseKnownControllers").Append("Urls"))
        {
            Assert.False(string.IsNullOrEmpty(shipped[key]), $"{key} is missing in appsettings.json.");
        }

        Assert.Empty(typeof(ProviderOptions).GetProperties().Select(p => p.Name).Except(shipped.GetSection("SignIn:OpenIdConnect").GetChildren().Select(section => section.Key)));
        Assert.Empty(typeof(ProxyOptions).GetProperties().Select(p => p.Name).Except(shipped.GetSection("SignIn:ProxyHeader").GetChildren().Select(section => section.Key)));
        Assert.Equal(["Certificate", "Older", "Password", "PasswordFile", "PrivateKey"], shipped.GetSection("SignIn:Keys").GetChildren().Select(section => section.Key).Order(StringComparer.Ordinal));
        Assert.Contains("Grants", shipped.GetSection("SignIn").GetChildren().Select(section => section.Key));
        Assert.Contains("Clusters", shipped.GetChildren().Select(section => section.Key));
        Assert.Contains("Queries", shipped.GetChildren().Select(section => section.Key));
        Assert.Equal("", shipped["PublicUrl"]);
    }

    [Fact]
    public void Load_TokenMode_ListensAnywhereUnderItsPublicName()
    {
        var (settings, problems) = _folder.Load(
            ("SignIn:Mode", "token"), ("SignIn:LinkLifetime", "1h"), ("SignIn:SessionLifetime", "7d"), ("SignIn:PrintsLink", "false"), ("SignIn:AttemptsPerMinute", "60"),
            ("PublicUrl", "https://audit.example.com:8443/"), ("Urls", "http://0.0.0.0:5080;http://[::]:5081;http://192.0.2.7:5082"));

        Assert.Empty(problems);
        Assert.NotNull(settings);
        Assert.Equivalent(
            new SignInOptions
            {
                Mode = SignInMode.Token,
                LinkLifetime = TimeSpan.FromHours(1),
                SessionLifetime = TimeSpan.FromDays(7),
                PrintsLink = false,
                AttemptsPerMinute = 60,
                PublicUrl = new Uri("https://audit.example.com:8443/"),
            },
            settings.SignIn);
        Assert.Equal(
            ["http://127.0.0.1:5080", "http://[::1]:5081", "http://192.0.2.7:5082"],
            settings.Urls.Select(ListenUrls.FromHere));
    }

    /// <summary>What together would open the dashboard to others, each with a way out.</summary>
    [Theory]
    [InlineData("SignIn:Mode", "Open", "SignIn:Mode is 'Open'. Write Loopback (this machine only, nobody signs in), Token (sign-in links and API tokens), OpenIdConnect (your provider signs people in) or ProxyHeader (a proxy in front signs people in).")]
    [InlineData("SignIn:OpenLinks", "true", "SignIn:OpenLinks is true, but nobody else is answered while SignIn:Mode is Loopback. Remove it, or write Token into SignIn:Mode.")]
    [InlineData("SignIn:Mod", "Token", "SignIn:Mod is not a setting. Did you mean SignIn:Mode?")]
    [InlineData("PublicUrl", "https://audit.example.com", "PublicUrl is 'https://audit.example.com', but nobody else is answered while SignIn:Mode is Loopback. Remove it, or write Token into SignIn:Mode.")]
    [InlineData("ForwardedHeaders_Enabled", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED is true, which believes every sender who and where it says it is. Remove it; the address that browsers use goes into PublicUrl.")]
    public void Load_LoopbackModeThatIsNone_OneSentence(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load((key, value));

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_OpenIdConnectMode_TakesTheProvider()
    {
        var (settings, problems) = _folder.Load([.. Provider, ("Urls", "http://0.0.0.0:5080"), ("PublicUrl", "https://audit.example.com"), ("SignIn:OpenIdConnect:Administrators:0", "security")]);

        Assert.Empty(problems);
        Assert.Equal(new Uri("https://login.example.com/realms/main"), settings!.SignIn.OpenIdConnect.Authority);
        Assert.Equal(["everybody"], settings.SignIn.OpenIdConnect.Viewers);
        Assert.Equal(["security"], settings.SignIn.OpenIdConnect.Administrators);
    }

    [Theory]
    [InlineData("SignIn:OpenIdConnect:Authority", "", "SignIn:OpenIdConnect:Authority is missing. Write the provider's issuer address, such as https://login.example.com/realms/main.")]
    [InlineData("SignIn:OpenIdConnect:Authority", "login.example.com", "SignIn:OpenIdConnect:Authority is 'login.example.com', which is not an issuer's address. Write the provider's issuer address, such as https://login.example.com/realms/main.")]
    [InlineData("SignIn:OpenIdConnect:Authority", "http://login.example.com", "SignIn:OpenIdConnect:Authority is 'http://login.example.com', where anybody on the way could sign in as anybody. Write the provider's issuer address, such as https://login.example.com/realms/main.")]
    [InlineData("SignIn:OpenIdConnect:ClientId", "", "SignIn:OpenIdConnect:ClientId is missing. Write the name under which the provider knows the dashboard.")]
    [InlineData("SignIn:OpenIdConnect:Viewers:0", "", "SignIn:OpenIdConnect:Viewers is empty, and so are Reviewers, Administrators and SignIn:Grants: nobody could sign in. Write values of the claim groups, such as SignIn:OpenIdConnect:Administrators:0 = platform-security.")]
    [InlineData("SignIn:OpenIdConnect:Viewer", "x", "SignIn:OpenIdConnect:Viewer is not a setting. Did you mean SignIn:OpenIdConnect:Viewers?")]
    [InlineData("Urls", "http://0.0.0.0:5080", "PublicUrl is missing: the provider must know where to lead people back to. Write the address that browsers use, such as https://audit.example.com.")]
    [InlineData("environment", "Development", "SignIn:Mode is OpenIdConnect in the environment Development, which shows its inside to whoever causes an error. Write Production into ASPNETCORE_ENVIRONMENT and DOTNET_ENVIRONMENT, or remove them.")]
    [InlineData("SignIn:Mode", "Token", "SignIn:OpenIdConnect:Authority is 'https://login.example.com/realms/main', but SignIn:Mode is Token. Write OpenIdConnect into SignIn:Mode, or remove it.")]
    public void Load_OneFaultInOpenIdConnectMode_OneSentence(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load([.. Provider.Where(p => p.Key != key), (key, value)]);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_ProxyHeaderMode_TakesTheListedProxies()
    {
        var (settings, problems) = _folder.Load([.. Proxy, ("Urls", "http://0.0.0.0:5080"), ("SignIn:ProxyHeader:UserHeader", "X-Auth-Request-User")]);

        Assert.Empty(problems);
        Assert.Equal(("10.0.0.5/32, 10.1.0.0/16", "X-Auth-Request-User"), (settings!.SignIn.ProxyHeader.Proxies.ToString(), settings.SignIn.ProxyHeader.UserHeader));
    }

    [Theory]
    [InlineData("SignIn:ProxyHeader:Proxies:1", "proxy", "SignIn:ProxyHeader:Proxies holds 'proxy', which is no address and no network. Write the address of the proxy, such as 10.0.0.5, or its network, such as 10.1.0.0/16.")]
    [InlineData("SignIn:ProxyHeader:Proxies:1", "0.0.0.0/0", "SignIn:ProxyHeader:Proxies holds '0.0.0.0/0', which believes whoever comes from very many addresses. Write the address of the proxy, such as 10.0.0.5, or its network, such as 10.1.0.0/16.")]
    [InlineData("SignIn:ProxyHeader:UserHeader", "Authorization", "SignIn:ProxyHeader:UserHeader is 'Authorization', which cannot be a header that a proxy adds. Write one such as X-Forwarded-User.")]
    [InlineData("SignIn:ProxyHeader:UserHeader", "X User", "SignIn:ProxyHeader:UserHeader is 'X User', which cannot be a header that a proxy adds. Write one such as X-Forwarded-User.")]
    [InlineData("SignIn:ProxyHeader:GroupsHeader", "x-forwarded-user", "SignIn:ProxyHeader:GroupsHeader is 'x-forwarded-user', as UserHeader is: whoever is called like a group would have its role. Write another.")]
    [InlineData("SignIn:ProxyHeader:SignOutPath", "https://evil.example/", "SignIn:ProxyHeader:SignOutPath is 'https://evil.example/'. Write a path of the proxy, such as /oauth2/sign_out.")]
    [InlineData("SignIn:ProxyHeader:Viewers:0", "", "SignIn:ProxyHeader:Viewers is empty, and so are Reviewers, Administrators and SignIn:Grants: nobody could sign in. Write groups of the header X-Forwarded-Groups, such as SignIn:ProxyHeader:Administrators:0 = platform-security.")]
    [InlineData("SignIn:ProxyHeader:Viewer", "x", "SignIn:ProxyHeader:Viewer is not a setting. Did you mean SignIn:ProxyHeader:Viewers?")]
    [InlineData("PublicUrl", "", "PublicUrl is missing: the dashboard must know the proxy's address to tell its own pages from others. Write the address that browsers use, such as https://audit.example.com.")]
    [InlineData("SignIn:Mode", "Token", "SignIn:ProxyHeader:Proxies is '10.0.0.5, 10.1.0.0/16', but SignIn:Mode is Token. Write ProxyHeader into SignIn:Mode, or remove it.")]
    public void Load_OneFaultInProxyHeaderMode_OneSentence(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load([.. Proxy.Where(p => p.Key != key), (key, value)]);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_ProxyHeaderModeWithoutProxies_DoesNotStart()
    {
        var (settings, problems) = _folder.Load([.. Proxy.Where(p => !p.Key.Contains("Proxies", StringComparison.Ordinal))]);

        Assert.Null(settings);
        Assert.Equal(["SignIn:ProxyHeader:Proxies is empty: whoever reaches the dashboard could name themselves anybody. Write the addresses of the proxies in front, such as SignIn:ProxyHeader:Proxies:0 = 10.0.0.5 or 10.1.0.0/16."], problems);
    }

    [Theory]
    [InlineData("SignIn:LinkLifetime", "8d", "SignIn:LinkLifetime is '8d'. Write a duration from 1m to 7d, such as 15m.")]
    [InlineData("SignIn:OpenLinkLifetime", "91d", "SignIn:OpenLinkLifetime is '91d'. Write a duration from 1h to 90d, such as 7d.")]
    [InlineData("SignIn:OpenLinks", "yes", "SignIn:OpenLinks is 'yes'. Write true or false.")]
    [InlineData("SignIn:AttemptsPerMinute", "0", "SignIn:AttemptsPerMinute is '0'. Write a whole number from 1 to 10000.")]
    [InlineData("SignIn:SessionLifetime", "1m", "SignIn:SessionLifetime is '1m'. Write a duration from 5m to 30d, such as 12h.")]
    [InlineData("PublicUrl", "audit.example.com", "PublicUrl is 'audit.example.com', which is not an address. Write the one that browsers use, such as https://audit.example.com.")]
    [InlineData("PublicUrl", "ftp://audit.example.com", "PublicUrl is 'ftp://audit.example.com', which is not an address. Write the one that browsers use, such as https://audit.example.com.")]
    [InlineData("PublicUrl", "https://audit.example.com/tool", "PublicUrl is 'https://audit.example.com/tool', which has more than a name and a port. Write the address alone, such as https://audit.example.com.")]
    [InlineData("PublicUrl", "https://user@audit.example.com", "PublicUrl is 'https://user@audit.example.com', which has more than a name and a port. Write the address alone, such as https://audit.example.com.")]
    [InlineData("PublicUrl", "http://audit.example.com", "PublicUrl is 'http://audit.example.com', where sessions would travel unencrypted. Put a proxy that speaks TLS in front, and write its address, such as https://audit.example.com.")]
    [InlineData("Urls", "http://audit.example.com:5080", "Urls is 'http://audit.example.com:5080', which is a name. Write an address of this machine, such as http://127.0.0.1:5080, or http://0.0.0.0:5080 for all of them.")]
    [InlineData("environment", "Development", "SignIn:Mode is Token in the environment Development, which shows its inside to whoever causes an error. Write Production into ASPNETCORE_ENVIRONMENT and DOTNET_ENVIRONMENT, or remove them.")]
    [InlineData("DetailedErrors", "true", "DetailedErrors is true while SignIn:Mode is Token: it shows the inside of the program to whoever causes an error. Remove it.")]
    public void Load_OneFaultInTokenMode_OneSentence(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load(("SignIn:Mode", "Token"), (key, value));

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_IdOfAnOptionalQueryAlone_TakesItAsItShips()
    {
        var (settings, problems) = _folder.Load(("Queries:0:Id", "grants-used"));

        Assert.Empty(problems);
        Assert.NotNull(settings);
        Assert.Equal(QueryCatalog.BuiltIn.Queries.Count + 1, settings.Catalog.Queries.Count);
        Assert.True(settings.Catalog.TryGet("grants-used", out var query));
        Assert.Equal("Grants used", query.Title);
    }

    [Fact]
    public void Load_Explanations_AreTaken()
    {
        var (settings, problems) = _folder.Load(
            ("Explanations:UseKnownControllers", "false"),
            ("Explanations:Rules:0:Name", "CI"), ("Explanations:Rules:0:IamPrincipals:0", "arn:aws:iam::111122223333:role/ci-deployer"),
            ("Explanations:Rules:0:Kinds:0", "RoleBinding"), ("Explanations:Rules:0:Kinds:1", "aws-auth"), ("Explanations:Rules:0:Addresses:0", "10.0.40.0/24"),
            ("Explanations:ChangeWindows:0:Ticket", "OPS-7"), ("Explanations:ChangeWindows:0:From", "2026-11-23T13:00:00Z"), ("Explanations:ChangeWindows:0:To", "2026-11-23T14:00:00Z"),
            ("Explanations:ChangeWindows:1:Ticket", "OPS-8"), ("Explanations:ChangeWindows:1:From", "2026-11-23T13:00:00Z"), ("Explanations:ChangeWindows:1:To", "2026-11-23T14:00:00Z"),
            ("Explanations:ChangeWindows:1:Users:0", "j.okafor"), ("Explanations:ChangeWindows:1:Clusters:0", "prod*"));

        Assert.Empty(problems);
        Assert.NotNull(settings);
        var rule = Assert.Single(settings.Explanations.AllRules);
        Assert.Equal("CI", rule.Name);
        Assert.Equal([ChangeKind.RoleBinding, ChangeKind.AwsAuth], rule.Kinds);
        Assert.Equal("10.0.40.0/24", Assert.Single(rule.Addresses).ToString());
        Assert.Null(settings.Explanations.ChangeWindows[0].Explains);
        Assert.Equal(["j.okafor"], settings.Explanations.ChangeWindows[1].Explains?.Users);
        Assert.True(settings.Explanations.ChangeWindows[1].Holds("prod-1", 1_795_438_800_000_000));
    }

    [Theory]
    [InlineData("Explanations:Rules:0 has no Name", "Explanations:Rules:0:Users:0", "ci-user")]
    [InlineData("Explanations:Rules:0 names neither Users nor IamPrincipals", "Explanations:Rules:0:Name", "x", "Explanations:Rules:0:UserAgents:0", "kubectl*")]
    [InlineData("Explanations:Rules:0 has the pattern 'system:*'", "Explanations:Rules:0:Name", "x", "Explanations:Rules:0:Users:0", "system:*")]
    [InlineData("Explanations:Rules:0:Kinds holds 'Secret'", "Explanations:Rules:0:Name", "x", "Explanations:Rules:0:Users:0", "ci-user", "Explanations:Rules:0:Kinds:0", "Secret")]
    [InlineData("Explanations:Rules:0:Addresses holds '10.0.0/8'", "Explanations:Rules:0:Name", "x", "Explanations:Rules:0:Users:0", "ci-user", "Explanations:Rules:0:Addresses:0", "10.0.0/8")]
    [InlineData("Did you mean Explanations:Rules:0:Users?", "Explanations:Rules:0:Name", "x", "Explanations:Rules:0:Users:0", "ci-user", "Explanations:Rules:0:User:0", "y")]
    [InlineData("Explanations:ChangeWindows:0:Ticket is empty", "Explanations:ChangeWindows:0:From", "2026-11-23T13:00:00Z", "Explanations:ChangeWindows:0:To", "2026-11-23T14:00:00Z")]
    [InlineData("Explanations:ChangeWindows:0:To is not after From", "Explanations:ChangeWindows:0:Ticket", "A", "Explanations:ChangeWindows:0:From", "2026-11-23T13:00:00Z", "Explanations:ChangeWindows:0:To", "2026-11-23T13:00:00Z")]
    [InlineData("Explanations:ChangeWindows:0:From is 'monday'", "Explanations:ChangeWindows:0:Ticket", "A", "Explanations:ChangeWindows:0:From", "monday", "Explanations:ChangeWindows:0:To", "2026-11-23T13:00:00Z")]
    [InlineData("Explanations:UseKnownControllers is 'perhaps'", "Explanations:UseKnownControllers", "perhaps")]
    public void Load_ExplanationThatIsWrong_SaysWhatToWrite(string sentence, params string[] pairs)
    {
        var (settings, problems) = _folder.Load([.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Null(settings);
        Assert.Contains(problems, problem => problem.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_EveryValueSet_IsTaken()
    {
        var (settings, problems) = _folder.Load(
            ("Storage:Path", "other/x.db"), ("Storage:BusyTimeout", "00:00:05"), ("Storage:ChangePollInterval", "250ms"), ("Storage:ReadsPerPerson", "9"),
            ("Harvest:IsScheduled", "false"), ("Harvest:Cron", "0 * * * *"), ("Harvest:Backfill", "2d"), ("Harvest:MaxLineBytes", "100000"),
            ("Harvest:Economy", "true"), ("Harvest:PricePerGigabyte", "0.0076"), ("Harvest:DailyBudget", "0"), ("Harvest:BudgetReserve", "0.5"),
            ("Harvest:LookBack", "0s"), ("Harvest:LookBackShare", "0.25"),
            ("Retention:Days", "30"), ("Retention:DemoDays", "1"), ("Retention:ActivityDays", "3650"),
            ("Clusters:0:Name", "lab"), ("Clusters:0:Source", "files"), ("Clusters:0:Paths:0", "a"), ("Clusters:0:Paths:1", "b"),
            ("Clusters:1:Name", "play"), ("Clusters:1:Source", "Demo"), ("Clusters:1:Seed", "7"), ("Clusters:1:MatchesPerMinute", "0.5"),
            ("Queries:0:Id", "exec"), ("Queries:0:Text", "filter objectRef.subresource = \"exec\""),
            ("Urls", "http://localhost:5081;http://[::1]:5082"));

        Assert.Empty(problems);
        Assert.NotNull(settings);
        Assert.Equal(Path.Combine(_folder.Path, "other", "x.db"), settings.DatabasePath);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Storage.BusyTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(250), settings.Storage.ChangePollInterval);
        Assert.Equal(9, settings.Storage.ReadsPerPerson);
        Assert.False(settings.Harvest.IsScheduled);
        Assert.Equal("0 * * * *", settings.Harvest.Cron);
        Assert.Equal(TimeSpan.FromDays(2), settings.Harvest.Backfill);
        Assert.Equal(100_000, settings.Harvest.MaxLineBytes);
        Assert.Equal((true, 0.0076, 0, 0.5), (settings.Harvest.Economy, settings.Harvest.PricePerGigabyte, settings.Harvest.DailyBudget, settings.Harvest.BudgetReserve));
        Assert.Equal((TimeSpan.Zero, 0.25), (settings.Harvest.LookBack, settings.Harvest.LookBackShare));
        Assert.Equal((30, 1, 3_650), (settings.Retention.Days, settings.Retention.DemoDays, settings.Retention.ActivityDays));
        Assert.Equal(["lab Files a,b", "play Demo "], settings.Clusters.Select(c => $"{c.Name} {c.Source} {string.Join(',', c.Paths)}"));
        Assert.Equal(7, settings.Clusters[1].Seed);
        Assert.Equal(0.5, settings.Clusters[1].MatchesPerMinute);
        Assert.True(settings.Catalog.TryGet("exec", out var query));
        Assert.True(query.IsUserDefined);
        Assert.Equal(["http://localhost:5081", "http://[::1]:5082"], settings.Urls);
    }

    /// <summary>One fault, one sentence: it names the key and says what to write.</summary>
    [Theory]
    [InlineData("Storage:Path", " ", "Storage:Path is blank. Write the path of the SQLite file, such as data/audit.db.")]
    [InlineData("Storage:BusyTimeout", "soon", "Storage:BusyTimeout is 'soon'. Write a duration from 1s to 10m, such as 30s.")]
    [InlineData("Storage:BusyTimeout", "30", "Storage:BusyTimeout is '30'. Write a duration from 1s to 10m, such as 30s.")]
    [InlineData("Storage:ChangePollInterval", "2h", "Storage:ChangePollInterval is '2h'. Write a duration from 100ms to 1m, such as 1s.")]
    [InlineData("Storage:ReadsPerPerson", "0", "Storage:ReadsPerPerson is '0'. Write a whole number from 1 to 100.")]
    [InlineData("Storage:Pth", "x", "Storage:Pth is not a setting. Did you mean Storage:Path?")]
    [InlineData("Storage", "x", "Storage is 'x'. Write an object with its settings.")]
    [InlineData("Storge:Path", "x", "Storge is not a setting. Did you mean Storage?")]
    [InlineData("Harvest:IsScheduled", "yes", "Harvest:IsScheduled is 'yes'. Write true or false.")]
    [InlineData("Harvest:Backfill", "7", "Harvest:Backfill is '7'. Write a duration from 1h to 90d, such as 7d.")]
    [InlineData("Harvest:Backfill", "91d", "Harvest:Backfill is '91d'. Write a duration from 1h to 90d, such as 7d.")]
    [InlineData("Harvest:Backfill", "99999999999999999d", "Harvest:Backfill is '99999999999999999d'. Write a duration from 1h to 90d, such as 7d.")]
    [InlineData("Harvest:MaxLineBytes", "2,5", "Harvest:MaxLineBytes is '2,5'. Write a whole number from 65536 to 67108864.")]
    [InlineData("Harvest:MaxLineBytes", "1", "Harvest:MaxLineBytes is '1'. Write a whole number from 65536 to 67108864.")]
    [InlineData("Harvest:Economy", "cheap", "Harvest:Economy is 'cheap'. Write true or false.")]
    [InlineData("Harvest:DailyBudget", "-1", "Harvest:DailyBudget is '-1'. Write a number from 0 to 100000, with a point for decimals.")]
    [InlineData("Harvest:DailyBudget", "5 USD", "Harvest:DailyBudget is '5 USD'. Write a number from 0 to 100000, with a point for decimals.")]
    [InlineData("Harvest:BudgetReserve", "1", "Harvest:BudgetReserve is '1'. Write a number from 0 to 0.9, with a point for decimals.")]
    [InlineData("Harvest:PricePerGigabyte", "0,005", "Harvest:PricePerGigabyte is '0,005'. Write a number from 0 to 100, with a point for decimals.")]
    [InlineData("Harvest:Budget", "5", "Harvest:Budget is not a setting. Remove it; known here are IsScheduled, Cron, FilesCron, DemoCron, Backfill, MaxWindow, BatchEvents, LeaseDuration, ScanOneByOne, Economy, PricePerGigabyte, DailyBudget, BudgetReserve, LookBack, LookBackShare, MaxLineBytes.")]
    [InlineData("Harvest:LookBack", "401d", "Harvest:LookBack is '401d'. Write a duration from 0d to 400d, such as 30d.")]
    [InlineData("Harvest:LookBackShare", "0.6", "Harvest:LookBackShare is '0.6'. Write a number from 0 to 0.5, with a point for decimals.")]
    [InlineData("Harvest:Cron", "often", "Harvest:Cron is 'often'. Write five cron fields, or six with seconds first, such as */5 * * * *.")]
    [InlineData("Harvest:Cron", "0 0 31 2 *", "Harvest:Cron is '0 0 31 2 *', which never comes. Write five cron fields, or six with seconds first, such as */5 * * * *.")]
    [InlineData("Harvest:Backfil", "7d", "Harvest:Backfil is not a setting. Did you mean Harvest:Backfill?")]
    [InlineData("Explore:CloudWatchRole", "viewer", "Explore:CloudWatchRole is 'viewer'. Write reviewer or administrator.")]
    [InlineData("Retention:Days", "0", "Retention:Days is '0'. Write a whole number from 1 to 3650.")]
    [InlineData("Retention:Days", "400d", "Retention:Days is '400d'. Write a whole number from 1 to 3650.")]
    [InlineData("Retention:DemoDays", "3651", "Retention:DemoDays is '3651'. Write a whole number from 1 to 3650.")]
    [InlineData("Retention:ActivityDays", "-1", "Retention:ActivityDays is '-1'. Write a whole number from 1 to 3650.")]
    [InlineData("Retention:Months", "3", "Retention:Months is not a setting. Remove it; known here are Days, DemoDays, ActivityDays.")]
    [InlineData("Retention:DayS2", "3", "Retention:DayS2 is not a setting. Did you mean Retention:Days?")]
    [InlineData("CloudWatch:CallsPerSecond", "10", "CloudWatch:CallsPerSecond is '10'. Write a number from 0.5 to 9.9, with a point for decimals.")]
    [InlineData("CloudWatch:ConcurrentQueries", "0", "CloudWatch:ConcurrentQueries is '0'. Write a whole number from 1 to 100.")]
    [InlineData("CloudWatch:Concurrency", "5", "CloudWatch:Concurrency is not a setting. Remove it; known here are ConcurrentQueries, CallsPerSecond, MaxSilence, AllowsLongTermKeys.")]
    [InlineData("CloudWatch:AllowsLongTermKeys", "never", "CloudWatch:AllowsLongTermKeys is 'never'. Write true or false.")]
    [InlineData("CloudWatch:MaxSilence", "5m", "CloudWatch:MaxSilence is '5m'. Write a duration from 10m to 7d, such as 1h.")]
    [InlineData("Clusters", "demo", "Clusters is 'demo'. Write a list, such as Clusters:0:… in the environment or [ … ] in appsettings.json.")]
    [InlineData("Clusters:first:Name", "demo", "Clusters:first is not an item of a list. Write Clusters as a list of objects.")]
    [InlineData("Urls", "http://0.0.0.0:5080", "Urls is 'http://0.0.0.0:5080', which other machines can reach, and nobody signs in. Write a loopback address, such as http://127.0.0.1:5080; or Token into SignIn:Mode.")]
    [InlineData("Urls", "http://*:5080", "Urls is 'http://*:5080', which is not an address. Write a loopback address, such as http://127.0.0.1:5080.")]
    [InlineData("Urls", "http://audit.example:5080", "Urls is 'http://audit.example:5080', which other machines can reach, and nobody signs in. Write a loopback address, such as http://127.0.0.1:5080; or Token into SignIn:Mode.")]
    [InlineData("Urls", "https://localhost:5080", "Urls is 'https://localhost:5080', but the server speaks http only in this version. Write a loopback address, such as http://127.0.0.1:5080.")]
    [InlineData("Urls", "5080", "Urls is '5080', which is not an address. Write a loopback address, such as http://127.0.0.1:5080.")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:80", "Kestrel:Endpoints is not used here. Remove it and write the address into Urls, such as http://127.0.0.1:5080.")]
    [InlineData("Queries:0:Text", "filter verb = \"delete\"", "Queries:0:Id is empty. Write 1 to 40 lower-case letters, digits or hyphens that begin with a letter, such as exec-into-pods.")]
    public void Load_OneFault_OneSentence(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load((key, value));

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Theory]
    [InlineData("Source", "S3", "Clusters:0:Source is 'S3'. Write CloudWatch, Files or Demo.")]
    [InlineData("Source", "", "Clusters:0:Source is empty. Write CloudWatch, Files or Demo.")]
    [InlineData("LogGroup", "/aws/eks/lab/cluster", "Clusters:0:LogGroup has a meaning for the source CloudWatch only. Remove it, or write CloudWatch into Clusters:0:Source.")]
    [InlineData("Region", "eu-west-1", "Clusters:0:Region has a meaning for the source CloudWatch only. Remove it, or write CloudWatch into Clusters:0:Source.")]
    [InlineData("Profile", "audit", "Clusters:0:Profile has a meaning for the source CloudWatch only. Remove it, or write CloudWatch into Clusters:0:Source.")]
    [InlineData("Source", "Files", "Clusters:0:Paths is empty. Write a list of audit files or folders, such as [\"/var/log/kubernetes/audit\"].")]
    [InlineData("Name", "", "Clusters:0:Name is empty. Write the cluster's name, such as prod.")]
    [InlineData("Name", "-x", "Clusters:0:Name is '-x'. Write 1 to 100 letters, digits, dots, underscores or hyphens that begin with a letter or digit.")]
    [InlineData("Name", "a/b", "Clusters:0:Name is 'a/b'. Write 1 to 100 letters, digits, dots, underscores or hyphens that begin with a letter or digit.")]
    [InlineData("Paths:0", "x", "Clusters:0:Paths has a meaning for the source Files only. Remove it, or write Files into Clusters:0:Source.")]
    [InlineData("Seed", "x", "Clusters:0:Seed is 'x'. Write a whole number from 0 to 9223372036854775807.")]
    [InlineData("MatchesPerMinute", "601", "Clusters:0:MatchesPerMinute is '601'. Write a number from 0.1 to 600, with a point for decimals.")]
    [InlineData("MatchesPerMinute", "NaN", "Clusters:0:MatchesPerMinute is 'NaN'. Write a number from 0.1 to 600, with a point for decimals.")]
    [InlineData("Cron", "* * *", "Clusters:0:Cron is '* * *'. Write five cron fields, or six with seconds first, such as */5 * * * *.")]
    [InlineData("CloudTrail", "x", "Clusters:0:CloudTrail is 'x'. Write an object with its settings.")]
    [InlineData("CloudTrail:ClusterName", "a b", "Clusters:0:CloudTrail:ClusterName is 'a b'. Write the cluster's name in EKS, such as prod: 1 to 100 letters, digits, underscores or hyphens that begin with a letter or digit.")]
    [InlineData("CloudTrail:Region", "Ireland", "Clusters:0:CloudTrail:Region is 'Ireland'. Write the cluster's AWS region, such as eu-west-1.")]
    [InlineData("CloudTrail:Account", "1111", "Clusters:0:CloudTrail:Account is '1111'. Write the 12 digits of the cluster's AWS account, in quotation marks.")]
    [InlineData("CloudTrail:Issuer", "arn:aws:x", "Clusters:0:CloudTrail:Issuer is 'arn:aws:x'. Write the cluster's OIDC issuer as EKS gives it, such as https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF.")]
    [InlineData("CloudTrail:Acount", "1", "Clusters:0:CloudTrail:Acount is not a setting. Did you mean Clusters:0:CloudTrail:Account?")]
    [InlineData("Pats:0", "x", "Clusters:0:Pats is not a setting. Did you mean Clusters:0:Paths?")]
    public void Load_OneFaultInACluster_OneSentence(string name, string value, string expected)
    {
        var values = new Dictionary<string, string> { ["Clusters:0:Name"] = "demo", ["Clusters:0:Source"] = "Demo", [$"Clusters:0:{name}"] = value };

        var (settings, problems) = _folder.Load([.. values.Select(pair => (pair.Key, pair.Value))]);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_CloudTrailOfACluster_IsTaken()
    {
        var (settings, problems) = _folder.Load(
            ("Clusters:0:Name", "lab"), ("Clusters:0:Source", "Demo"), ("Clusters:0:CloudTrail:ClusterName", "prod_1"), ("Clusters:0:CloudTrail:Region", "us-gov-west-1"),
            ("Clusters:0:CloudTrail:Account", "111122223333"), ("Clusters:0:CloudTrail:Issuer", "https://oidc.eks.us-gov-west-1.amazonaws.com/id/EXAMPLE"));

        Assert.Empty(problems);
        Assert.Equivalent(
            new CloudTrailOptions { ClusterName = "prod_1", Region = "us-gov-west-1", Account = "111122223333", Issuer = "oidc.eks.us-gov-west-1.amazonaws.com/id/EXAMPLE" },
            settings?.Clusters[0].CloudTrail, strict: true);
    }

    [Fact]
    public void Load_LogGroupOfCloudTrail_IsTaken()
    {
        var (settings, problems) = _folder.Load(
            ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "CloudWatch"), ("Clusters:0:LogGroup", "/aws/eks/prod/cluster"), ("Clusters:0:Region", "eu-west-1"),
            ("Clusters:0:CloudTrail:LogGroup", "arn:aws:logs:us-east-1:444455556666:log-group:trail"), ("Clusters:0:CloudTrail:LogGroupRegion", "us-east-1"),
            ("Clusters:0:CloudTrail:RoleArn", "arn:aws:iam::444455556666:role/trail"), ("Clusters:0:CloudTrail:ExternalId", "a-42"));

        Assert.Empty(problems);
        Assert.Equivalent(
            new CloudTrailOptions { LogGroup = "arn:aws:logs:us-east-1:444455556666:log-group:trail", LogGroupRegion = "us-east-1", RoleArn = "arn:aws:iam::444455556666:role/trail", ExternalId = "a-42" },
            settings?.Clusters[0].CloudTrail, strict: true);
    }

    [Theory]
    [InlineData("Demo", "LogGroup", "trail", "Clusters:0:CloudTrail:LogGroup has a meaning for a cluster of the source CloudWatch only. Remove it, or import CloudTrail's files.")]
    [InlineData("CloudWatch", "LogGroup", "a b", "Clusters:0:CloudTrail:LogGroup is 'a b'. Write the name of the log group that CloudTrail writes into, such as aws-cloudtrail-logs-111122223333-0a1b2c3d, or its ARN.")]
    [InlineData("CloudWatch", "LogGroup", "/aws/eks/prod/cluster", "Clusters:0:CloudTrail:LogGroup is the cluster's own log group, which holds its audit log. Write the one that CloudTrail writes into.")]
    [InlineData("CloudWatch", "LogGroupRegion", "eu-west-1", "Clusters:0:CloudTrail:LogGroupRegion has a meaning together with a log group only. Remove it, or write CloudTrail's log group into Clusters:0:CloudTrail:LogGroup.")]
    [InlineData("CloudWatch", "LogGroop", "trail", "Clusters:0:CloudTrail:LogGroop is not a setting. Did you mean Clusters:0:CloudTrail:LogGroup?")]
    public void Load_LogGroupOfCloudTrailThatIsWrong_SaysWhatToWrite(string source, string key, string value, string expected)
    {
        (string, string)[] place = source == "CloudWatch" ? [("Clusters:0:LogGroup", "/aws/eks/prod/cluster"), ("Clusters:0:Region", "eu-west-1")] : [];
        var (settings, problems) = _folder.Load([("Clusters:0:Name", "prod"), ("Clusters:0:Source", source), .. place, ($"Clusters:0:CloudTrail:{key}", value)]);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Theory]
    [InlineData("LogGroupRegion", "Ireland", "Clusters:0:CloudTrail:LogGroupRegion is 'Ireland'. Write the AWS region of the log group, such as eu-west-1.")]
    [InlineData("LogGroupRegion", "us-east-1", "Clusters:0:CloudTrail:LogGroup is in eu-west-1 by its ARN, and Clusters:0:CloudTrail:LogGroupRegion is 'us-east-1'. Write the same region in both.")]
    [InlineData("RoleArn", "audit", "Clusters:0:CloudTrail:RoleArn is 'audit'. Write the ARN of an IAM role, such as arn:aws:iam::111122223333:role/audit-dashboard.")]
    [InlineData("ExternalId", "a-42", "Clusters:0:CloudTrail:ExternalId has a meaning together with a role only. Remove it, or write the role's ARN into Clusters:0:CloudTrail:RoleArn.")]
    public void Load_PlaceOfCloudTrailThatIsWrong_SaysWhatToWrite(string key, string value, string expected)
    {
        var (settings, problems) = _folder.Load(
            ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "CloudWatch"), ("Clusters:0:LogGroup", "/aws/eks/prod/cluster"), ("Clusters:0:Region", "eu-west-1"),
            ("Clusters:0:CloudTrail:LogGroup", "arn:aws:logs:eu-west-1:444455556666:log-group:trail"), ($"Clusters:0:CloudTrail:{key}", value));

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_CloudWatchClusters_AreTaken()
    {
        const string Arn = "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/eks/prod/cluster";
        var (settings, problems) = _folder.Load(
            ("CloudWatch:ConcurrentQueries", "3"), ("CloudWatch:CallsPerSecond", "2.5"), ("CloudWatch:MaxSilence", "1d"), ("CloudWatch:AllowsLongTermKeys", "false"),
            ("Clusters:0:Name", "prod"), ("Clusters:0:Source", "cloudwatch"), ("Clusters:0:LogGroup", "/aws/eks/prod/cluster"), ("Clusters:0:Region", "eu-west-1"),
            ("Clusters:1:Name", "far"), ("Clusters:1:Source", "CloudWatch"), ("Clusters:1:LogGroup", Arn), ("Clusters:1:Region", "cn-north-1"),
            ("Clusters:1:RoleArn", "arn:aws-cn:iam::444455556666:role/team/audit"), ("Clusters:1:ExternalId", "a-42"), ("Clusters:1:Profile", "audit"), ("Clusters:1:Cron", "*/10 * * * *"));

        Assert.Empty(problems);
        Assert.NotNull(settings);
        Assert.Equivalent(new CloudWatchOptions { ConcurrentQueries = 3, CallsPerSecond = 2.5, MaxSilence = TimeSpan.FromDays(1), AllowsLongTermKeys = false }, settings.CloudWatch, strict: true);
        Assert.Equivalent(
            new[]
            {
                new ClusterOptions { Name = "prod", Source = "CloudWatch", LogGroup = "/aws/eks/prod/cluster", Region = "eu-west-1" },
                new ClusterOptions
                {
                    Name = "far",
                    Source = "CloudWatch",
                    LogGroup = Arn,
                    Region = "cn-north-1",
                    RoleArn = "arn:aws-cn:iam::444455556666:role/team/audit",
                    ExternalId = "a-42",
                    Profile = "audit",
                    Cron = "*/10 * * * *",
                },
            },
            settings.Clusters, strict: true);
    }

    [Theory]
    [InlineData("LogGroup", "", "Clusters:0:LogGroup is empty. Write the log group's name, such as /aws/eks/NAME/cluster.")]
    [InlineData("LogGroup", "my group", "Clusters:0:LogGroup is 'my group'. Write the log group's name, such as /aws/eks/NAME/cluster, or its ARN.")]
    [InlineData("LogGroup", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/prod/cluster:*", "Clusters:0:LogGroup is 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/prod/cluster:*'. Write the log group's name, such as /aws/eks/NAME/cluster, or its ARN without :* at its end.")]
    [InlineData("LogGroup", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/eks/prod/cluster", "Clusters:0:LogGroup is in us-east-1 by its ARN, and Clusters:0:Region is 'eu-west-1'. Write the same region in both.")]
    [InlineData("Region", "", "Clusters:0:Region is empty. Write the AWS region of the log group, such as eu-west-1.")]
    [InlineData("Region", "Ireland", "Clusters:0:Region is 'Ireland'. Write the AWS region of the log group, such as eu-west-1.")]
    [InlineData("Region", "eu-west-1a", "Clusters:0:Region is 'eu-west-1a'. Write the AWS region of the log group, such as eu-west-1.")]
    [InlineData("RoleArn", "audit", "Clusters:0:RoleArn is 'audit'. Write the ARN of an IAM role, such as arn:aws:iam::111122223333:role/audit-dashboard.")]
    [InlineData("ExternalId", "a-42", "Clusters:0:ExternalId has a meaning together with a role only. Remove it, or write the role's ARN into Clusters:0:RoleArn.")]
    [InlineData("ExternalId", "a b", "Clusters:0:ExternalId is 'a b'. Write 2 to 1224 letters, digits or any of _ + = , . @ : / -, as the role's trust policy has it.")]
    [InlineData("Profile", " ", "Clusters:0:Profile is blank. Write the name of a profile of AWS's shared config files, such as default, or remove it.")]
    [InlineData("Paths:0", "x", "Clusters:0:Paths has a meaning for the source Files only. Remove it, or write Files into Clusters:0:Source.")]
    [InlineData("Seed", "2", "Clusters:0:Seed has a meaning for the source Demo only. Remove it, or write Demo into Clusters:0:Source.")]
    [InlineData("Regoin", "x", "Clusters:0:Regoin is not a setting. Did you mean Clusters:0:Region?")]
    public void Load_OneFaultInACloudWatchCluster_OneSentence(string name, string value, string expected)
    {
        var values = new Dictionary<string, string>
        {
            ["Clusters:0:Name"] = "prod",
            ["Clusters:0:Source"] = "CloudWatch",
            ["Clusters:0:LogGroup"] = "/aws/eks/prod/cluster",
            ["Clusters:0:Region"] = "eu-west-1",
            [$"Clusters:0:{name}"] = value,
        };

        var (settings, problems) = _folder.Load([.. values.Select(pair => (pair.Key, pair.Value))]);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Theory]
    [InlineData("""{ "Url": "http://127.0.0.1:5081" }""", "Url is not a setting. Did you mean Urls?")]
    [InlineData("""{ "Cluster": [ { "Name": "lab" } ] }""", "Cluster is not a setting. Did you mean Clusters?")]
    [InlineData("""{ "StoragePath": "x.db" }""", "StoragePath is not a setting. Did you mean Storage:Path?")]
    [InlineData("""{ "Database": { "Path": "x.db" } }""", "Database is not a setting. Remove it; known are Urls, PublicUrl, Storage, Harvest, Retention, CloudWatch, Explore, SignIn, Clusters, Queries, Explanations, Logging.")]
    public void Load_NameInAFileThatIsNoSetting_OneSentence(string file, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "appsettings.json"), file);
        Assert.True(ConfigurationFiles.TryRead(_folder.Path, [], out var configuration, out _));

        DashboardSettings.TryLoad(configuration, _folder.Path, out var settings, out var problems);

        Assert.Null(settings);
        Assert.Equal([expected], problems);
    }

    [Fact]
    public void Load_NamesOfTheHostInAFile_AreLeftToIt()
    {
        File.WriteAllText(
            Path.Combine(_folder.Path, "appsettings.json"),
            """{ "AllowedHosts": "*", "DetailedErrors": true, "Kestrel": { "Limits": { "MaxConcurrentConnections": 10 } }, "Logging": { "LogLevel": { "Default": "Debug" } } }""");
        Assert.True(ConfigurationFiles.TryRead(_folder.Path, [], out var configuration, out _));

        DashboardSettings.TryLoad(configuration, _folder.Path, out _, out var problems);

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("LOGIN:NAME", "alice")]
    [InlineData("Url", "http://elsewhere.example")]
    public void Load_VariablesOfOtherPrograms_AreNotJudged(string key, string value) => Assert.Empty(_folder.Load((key, value)).Problems);

    [Fact]
    public void Load_ManyFaults_NamesAll()
    {
        var (_, problems) = _folder.Load(
            ("Storage:Pth", "x"), ("Harvest:Cron", "x"), ("Clusters:0:Name", "a"), ("Clusters:0:Source", "S3"),
            ("Clusters:1:Name", "A"), ("Clusters:1:Source", "Files"), ("Clusters:1:Paths:0", " "), ("Urls", "x"));

        Assert.Equal(
            [
                "Storage:Pth", "Harvest:Cron", "Clusters:0:Source", "Clusters:1:Paths:0", "Clusters:1:Name", "Urls",
            ],
            problems.Select(problem => problem.Split(' ')[0]));
    }

    [Fact]
    public void Load_UserQueryThatDoesNotCompile_SaysLineAndColumn()
    {
        var (_, problems) = _folder.Load(("Queries:0:Id", "mine"), ("Queries:0:Text", "filter verb =\n  | limit 5"));

        var problem = Assert.Single(problems);
        Assert.StartsWith("Queries:0:Text: ", problem, StringComparison.Ordinal);
        Assert.Contains("line 2, column 3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UserQueryWithATakenId_IsRefused()
    {
        var (_, problems) = _folder.Load(
            ("Queries:0:Id", "roles"), ("Queries:0:Text", "filter verb = \"get\""),
            ("Queries:1:Id", "mine"), ("Queries:1:Text", "filter verb = \"get\""),
            ("Queries:2:Id", "mine"), ("Queries:2:Text", "filter verb = \"get\""));

        Assert.Equal(
            [
                "Queries:0:Id is 'roles', which is the id of a built-in query. Write another id.",
                "Queries:2:Id is 'mine', which Queries:1 has already. Write another id.",
            ],
            problems);
    }

    [Fact]
    public void Load_StoragePathIsAFolder_SaysSo()
    {
        var (_, problems) = _folder.Load(("Storage:Path", _folder.Path));

        Assert.Equal([$"Storage:Path is '{_folder.Path}', which is a folder. Write the path of a file, such as data/audit.db."], problems);
    }

    [Fact]
    public void Load_StorageFolderCannotBeMade_SaysSo()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");

        var (_, problems) = _folder.Load(("Storage:Path", "file/audit.db"));

        var problem = Assert.Single(problems);
        Assert.StartsWith("Storage:Path is ", problem, StringComparison.Ordinal);
        Assert.EndsWith("Write a path in a folder that this account may write to.", problem, StringComparison.Ordinal);
    }

    internal static string RepositoryTop()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "AuditDashboard.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
