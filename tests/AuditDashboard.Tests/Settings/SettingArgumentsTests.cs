using AuditDashboard.Settings;

namespace AuditDashboard.Tests.Settings;

public sealed class SettingArgumentsTests
{
    private static readonly string[] Verbs = ["serve", "query", "check"];

    [Theory]
    [InlineData]
    [InlineData("--Urls=http://127.0.0.1:5081")]
    [InlineData("--Urls", "http://127.0.0.1:5081")]
    [InlineData("--urls=http://127.0.0.1:5081", "--Storage:Path", "/var/lib/audit.db")]
    [InlineData("--Clusters:0:Name", "lab", "--Clusters:0:Source=Files")]
    [InlineData("/Urls=http://127.0.0.1:5081", "/Storage:Path", "x")]
    [InlineData("Urls=http://127.0.0.1:5081")]
    [InlineData("--Logging:LogLevel:Default=Debug", "--Queries:0:Id", "mine", "--Harvest:IsScheduled=false")]
    [InlineData("--environment=Development", "--contentRoot=/srv", "--applicationName=AuditDashboard")]
    [InlineData("--Storage:Path", "-7d")]
    public void FindProblems_Settings_None(params string[] args) => Assert.Empty(SettingArguments.FindProblems(args, Verbs));

    [Theory]
    [InlineData("'--Urlz' is not a setting. Did you mean --Urls?", "--Urlz", "http://127.0.0.1:5081")]
    [InlineData("'--Urlz' is not a setting. Did you mean --Urls?", "--Urlz")]
    [InlineData("'--Storge:Path' is not a setting. Did you mean --Storage:Path?", "--Storge:Path=x")]
    [InlineData("'--StoragePath' is not a setting. Did you mean --Storage:Path?", "--StoragePath=x")]
    [InlineData("'--port' is not a setting. Known are Urls, PublicUrl, Storage, Harvest, Retention, CloudWatch, Explore, SignIn, Clusters, Queries, Explanations, Logging. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "--port", "8080")]
    [InlineData("'--Urls' has no value. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "--Urls")]
    [InlineData("'--Urls' has no value. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "--Urls", "--Storage:Path=x")]
    [InlineData("'http://127.0.0.1:5081' is not understood. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "http://127.0.0.1:5081")]
    [InlineData("'quer' is not understood. Did you mean the verb query? A verb comes first.", "quer")]
    [InlineData("'query' is a verb and must come first.", "--Urls=http://127.0.0.1:5081", "query")]
    [InlineData("'Urls' is not understood. Did you mean --Urls?", "Urls")]
    [InlineData("'-Urls=http://127.0.0.1:5081' is not understood. Did you mean --Urls?", "-Urls=http://127.0.0.1:5081")]
    [InlineData("'-Url' is not understood. Did you mean --Urls?", "-Url")]
    [InlineData("'--' is not understood. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "--")]
    [InlineData("'' is not understood. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "")]
    [InlineData("'/var/log/audit' is not a setting. Known are Urls, PublicUrl, Storage, Harvest, Retention, CloudWatch, Explore, SignIn, Clusters, Queries, Explanations, Logging. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081.", "/var/log/audit")]
    public void FindProblems_NoSetting_NamesItAndWhatWasMeant(string expected, params string[] args) =>
        Assert.Equal([expected], SettingArguments.FindProblems(args, Verbs));

    [Fact]
    public void FindProblems_Several_NamesAll() => Assert.Equal(
        ["'--Urlz' is not a setting. Did you mean --Urls?", "'stray' is not understood. Write settings as --Key=Value, such as --Urls=http://127.0.0.1:5081."],
        SettingArguments.FindProblems(["--Urlz=x", "--Storage:Path", "a", "stray"], Verbs));
}
