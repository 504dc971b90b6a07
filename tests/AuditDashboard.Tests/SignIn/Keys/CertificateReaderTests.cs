using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AuditDashboard.SignIn.Keys;

namespace AuditDashboard.Tests.SignIn.Keys;

/// <summary>Which files of certificates are taken, and what is said of the others.</summary>
public sealed class CertificateReaderTests : IDisposable
{
    private const string Setting = "SignIn:Keys";
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pfx_WithItsPasswordBesideItOrInAFile_IsOpened()
    {
        var path = _folder.WritePfx("a.pfx");
        var password = _folder.Write("password", CertificateFolder.Password + "\r\n");

        AssertOpens(new CertificateFile(Setting, path, null, CertificateFolder.Password, null));
        AssertOpens(new CertificateFile(Setting, path, null, null, password));
        AssertOpens(new CertificateFile(Setting, "a.pfx", null, null, "password"));
    }

    [Fact]
    public void Pem_WithItsKeyInOneFileOrTwo_EncryptedOrNot_IsOpened()
    {
        using var certificate = CertificateFolder.Make();
        using var key = certificate.GetRSAPrivateKey()!; // it was made with one
        var plain = key.ExportPkcs8PrivateKeyPem();
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(CertificateFolder.Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000));
        var alone = _folder.Write("a.pem", certificate.ExportCertificatePem());
        var both = _folder.Write("both.pem", plain + "\n" + certificate.ExportCertificatePem());

        AssertOpens(new CertificateFile(Setting, both, null, null, null));
        AssertOpens(new CertificateFile(Setting, alone, _folder.Write("key.pem", plain), null, null));
        AssertOpens(new CertificateFile(Setting, alone, _folder.Write("locked.pem", encrypted), CertificateFolder.Password, null));
        Assert.Contains("cannot be opened without a password", Problem(new CertificateFile(Setting, alone, null, null, null)), StringComparison.Ordinal);
        Assert.Contains("cannot be opened without a password", Problem(new CertificateFile(Setting, alone, _folder.At("locked.pem"), null, null)), StringComparison.Ordinal);
        Assert.Contains("which the password that is set does not open", Problem(new CertificateFile(Setting, alone, _folder.At("locked.pem"), "wrong", null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pfx_ThatCannotBeUsed_IsRefusedWithASentenceThatHoldsNoPassword()
    {
        var path = _folder.WritePfx("a.pfx");
        var said = new List<string>
        {
            Problem(new CertificateFile(Setting, path, null, "wrong", null)),
            Problem(new CertificateFile(Setting, path, null, null, null)),
            Problem(new CertificateFile(Setting, path, null, null, _folder.At("absent"))),
            Problem(new CertificateFile(Setting, _folder.At("absent.pfx"), null, CertificateFolder.Password, null)),
            Problem(new CertificateFile(Setting, _folder.Path, null, CertificateFolder.Password, null)),
            Problem(new CertificateFile(Setting, _folder.Write("text.pfx", "no certificate"), null, CertificateFolder.Password, null)),
            Problem(new CertificateFile(Setting, _folder.WritePfx("old.pfx", -20, -10), null, CertificateFolder.Password, null)),
            Problem(new CertificateFile(Setting, _folder.WritePfx("new.pfx", 10, 20), null, CertificateFolder.Password, null)),
        };

        string[] expected = ["which the password that is set does not open", "SignIn__Keys__Password", "SignIn:Keys:PasswordFile is", "which cannot be read", "which cannot be read", "does not open", "which expired at", "which does not hold before"];
        Assert.All(said.Zip(expected), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.All(said, sentence => Assert.DoesNotContain("wrong", sentence, StringComparison.Ordinal));
        Assert.All(said, sentence => Assert.DoesNotContain(CertificateFolder.Password, sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Key_ThatIsNotRsaOrTooShort_IsRefused()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var elliptic = new CertificateRequest("CN=audit", curve, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var small = CertificateFolder.Make(bits: 1024);

        foreach (var certificate in (X509Certificate2[])[elliptic, small])
        {
            File.WriteAllBytes(_folder.At("b.pfx"), certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, CertificateFolder.Password));
            Assert.Contains("no private RSA key of 2048 bits", Problem(new CertificateFile(Setting, _folder.At("b.pfx"), null, CertificateFolder.Password, null)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Older_ThatHasExpired_StillOpens()
    {
        var problems = new List<string>();
        var options = new KeyOptions
        {
            Certificate = new CertificateFile(Setting, _folder.WritePfx("a.pfx"), null, CertificateFolder.Password, null),
            Older = [new CertificateFile(Setting + ":Older:0", _folder.WritePfx("old.pfx", -20, -10), null, CertificateFolder.Password, null)],
        };

        Assert.Equal(2, CertificateReader.Read(options, _folder.Path, TimeProvider.System.GetUtcNow(), problems).Count);

        Assert.Empty(problems);
    }

    private (int Count, IReadOnlyList<string> Problems) Read(CertificateFile file)
    {
        var problems = new List<string>();
        var read = CertificateReader.Read(new KeyOptions { Certificate = file }, _folder.Path, TimeProvider.System.GetUtcNow(), problems);
        return (read.Count, problems);
    }

    private void AssertOpens(CertificateFile file)
    {
        var (count, problems) = Read(file);
        Assert.Empty(problems);
        Assert.Equal(1, count);
    }

    private string Problem(CertificateFile file)
    {
        var (count, problems) = Read(file);
        Assert.Equal(0, count);
        var problem = Assert.Single(problems);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
        return problem;
    }
}
