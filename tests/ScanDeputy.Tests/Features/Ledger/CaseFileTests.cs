using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Features.Ledger;

/// <summary>A case to take away, which somebody who trusts nobody here can check with Python alone.</summary>
public sealed class CaseFileTests
{
    private const string Phone = "13912345678";

    [Fact]
    public async Task The_script_inside_finds_the_file_whole_and_each_tampering()
    {
        var python = Tool.Need("python3");
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await SubmitWithPhotosAsync(chain, server);
        var whole = await DownloadAsync(server, chain, "committee-1");
        var said = await VerifyAsync(python, whole);
        Assert.True(said.ExitCode == 0, said.Everything);
        Assert.Contains("0 of them not shown", said.Output, StringComparison.Ordinal);
        Assert.EndsWith("WHOLE\n", said.Output, StringComparison.Ordinal);

        await ExpectFaultAsync(python, Changed(whole, "ledger.json", text => text.Replace("请尽快办理", "不必办理", StringComparison.Ordinal)), "entry 2 is not what its hash was made of");
        await ExpectFaultAsync(python, Changed(whole, "ledger.json", text => text.Replace(ApiClient.LongEnough, "一切都很好，没有什么问题。", StringComparison.Ordinal)), "text or photos");
        await ExpectFaultAsync(python, Changed(whole, "ledger.json", WithoutSecondEntry), "entry 3 stands at place 2");
        await ExpectFaultAsync(python, Changed(whole, "ledger.json", WithoutLastEntry), "the case has");
        await ExpectFaultAsync(python, Changed(whole, "photos/01.jpg", text => text + "x"), "text or photos");
        await ExpectFaultAsync(python, Changed(whole, "case.html", text => text.Replace("路灯", "井盖", StringComparison.Ordinal)), "case.html was changed");
        await ExpectFaultAsync(python, Changed(whole, "ledger.json", _ => "{}"), "cannot be read");
    }

    [Fact]
    public async Task The_resident_s_copy_holds_no_word_between_offices_and_can_be_checked_all_the_same()
    {
        var python = Tool.Need("python3");
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await SubmitWithPhotosAsync(chain, server);
        var copy = await DownloadAsync(server, chain, "resident-1");
        Assert.Contains(Phone, Everything(copy), StringComparison.Ordinal);
        Assert.DoesNotContain("已派工单", Everything(copy), StringComparison.Ordinal);
        Assert.DoesNotContain("请政府办研究办理", Everything(copy), StringComparison.Ordinal);
        Assert.Contains("路灯已更换", Everything(copy), StringComparison.Ordinal);
        var said = await VerifyAsync(python, copy);
        Assert.True(said.ExitCode == 0, said.Everything);
        Assert.DoesNotContain(", 0 of them", said.Output, StringComparison.Ordinal);
        await ExpectFaultAsync(python, Changed(copy, "ledger.json", text => text.Replace("\"withheld\": true", "\"withheld\": false", StringComparison.Ordinal)), "cannot be read");
    }

    [Fact]
    public async Task The_contact_is_in_the_copies_of_those_who_may_see_it_only_and_strangers_get_none()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await SubmitWithPhotosAsync(chain, server);
        foreach (var persona in (string[])[chain.Deputy, "committee-1"])
            Assert.Contains(Phone, Everything(await DownloadAsync(server, chain, persona)), StringComparison.Ordinal);
        foreach (var persona in (string[])["agency-1", "government-1", "supervisor-1", "admin-1", "auditor-1"])
            Assert.DoesNotContain(Phone, Everything(await DownloadAsync(server, chain, persona)), StringComparison.Ordinal);
        foreach (var persona in (string[])["resident-2", "agency-2"])
            Assert.Equal(HttpStatusCode.NotFound, (await (await chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{chain.CaseId}/file.zip")).Status);
        using var nobody = server.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/api/v1/cases/{chain.CaseId}/file.zip")).Status);
    }

    /// <summary>One whose first entries were written before the program was told to hash by SM3, and one that was begun after.</summary>
    [Fact]
    public async Task A_chain_that_goes_over_to_SM3_and_one_of_SM3_alone_are_checked_by_the_script_as_well()
    {
        var python = Tool.Need("python3");
        await using var server = await TestServer.StartAsync();
        using var before = new CaseChain(server);
        await SubmitAndAdoptAsync(before, server);
        await using var later = await TestServer.StartAsync(directory: server.Directory, settings: ["--Ledger:Hash", "SM3"]);
        using var chain = new CaseChain(later);
        chain.GoOnWith(before.CaseId);
        await HandleAsync(chain);
        // A node that has not the setting yet.
        await before.AcceptAsync();
        await before.LedgerIsWholeAsync();
        var mixed = await DownloadAsync(later, chain, "committee-1");
        var said = await VerifyAsync(python, mixed);
        Assert.True(said.ExitCode == 0, said.Everything);
        Assert.Equal(["SHA-256", "SM3"], HashesOf(mixed).Distinct());
        Assert.Equal("SHA-256", HashesOf(mixed)[1]);
        await ExpectFaultAsync(python, Changed(mixed, "ledger.json", text => text.Replace("请政府办研究办理", "不必办理", StringComparison.Ordinal)), "is not what its hash was made of");
        await ExpectFaultAsync(python, Changed(mixed, "ledger.json", text => WithEntries(text, entries => entries[^1]!.AsObject().Remove("hashedBy"))), "goes back to another hash");
        await ExpectFaultAsync(python, Changed(mixed, "ledger.json", text => text.Replace("\"SM3\"", "\"MD5\"", StringComparison.Ordinal)), "cannot be read");

        await SubmitAndAdoptAsync(chain, later);
        var whole = await DownloadAsync(later, chain, "committee-1");
        Assert.Equal(["SM3"], HashesOf(whole).Distinct());
        Assert.Equal(0, (await VerifyAsync(python, whole)).ExitCode);
        await ExpectFaultAsync(python, Changed(whole, "ledger.json", text => text.Replace(ApiClient.LongEnough, "一切都很好，没有什么问题。", StringComparison.Ordinal)), "text or photos");

        // What begins a chain elsewhere than a report does.
        using var anyone = later.Anonymous();
        var category = (string)(await anyone.GetAsync($"/api/v1/station-codes/{await anyone.FirstStationCodeAsync()}"))["categories"][0]!["id"]!;
        var own = (await (await chain.AsAsync("deputy-1")).PostAsync("/api/v1/suggestions", new { categoryId = category, title = "关于路灯的建议", problem = ApiClient.LongEnough, proposal = "请更换节能路灯。", @public = false })).Expect(HttpStatusCode.Created);
        chain.GoOnWith((string)own["id"]!);
        var suggestion = await DownloadAsync(later, chain, "committee-1");
        Assert.Equal(["SM3"], HashesOf(suggestion).Distinct());
        Assert.Equal(0, (await VerifyAsync(python, suggestion)).ExitCode);
    }

    private static IReadOnlyList<string> HashesOf(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var ledger = archive.GetEntry("ledger.json")!.Open();
        return [.. JsonNode.Parse(ledger)!["events"]!.AsArray().Select(entry => (string?)entry!["hashedBy"] ?? "SHA-256")];
    }

    private static async Task SubmitWithPhotosAsync(CaseChain chain, TestServer server)
    {
        await SubmitAndAdoptAsync(chain, server);
        await HandleAsync(chain);
    }

    private static async Task SubmitAndAdoptAsync(CaseChain chain, TestServer server)
    {
        using var resident = await server.AsAsync("resident-1");
        var photo = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        await chain.SubmitAsync("resident-1", new { attachmentIds = new[] { photo }, title = "路灯𠮷坏了" });
        await chain.AdoptAsync();
    }

    private static async Task HandleAsync(CaseChain chain)
    {
        await chain.HandOverAsync();
        await chain.AssignAsync();
        await chain.SignAsync();
        await chain.ReplyAsync();
    }

    private static async Task<byte[]> DownloadAsync(TestServer server, CaseChain chain, string persona)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await chain.AsAsync(persona)).Token);
        using var response = await http.GetAsync($"/api/v1/cases/{chain.CaseId}/file.zip", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static string Everything(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return string.Concat(archive.Entries.Select(entry => new StreamReader(entry.Open(), Encoding.UTF8).ReadToEnd()));
    }

    /// <summary>A copy with one member of it written anew.</summary>
    private static byte[] Changed(byte[] zip, string name, Func<string, string> change)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var encoding = name.EndsWith("jpg", StringComparison.Ordinal) ? Encoding.Latin1 : new UTF8Encoding(false);
            string text;
            using (var reader = new StreamReader(archive.GetEntry(name)!.Open(), encoding))
                text = reader.ReadToEnd();
            var changed = change(text);
            Assert.NotEqual(text, changed);
            archive.GetEntry(name)!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open(), encoding);
            writer.Write(changed);
        }

        return stream.ToArray();
    }

    private static string WithoutSecondEntry(string ledger) => WithEntries(ledger, entries => entries.RemoveAt(1));

    private static string WithoutLastEntry(string ledger) => WithEntries(ledger, entries => entries.RemoveAt(entries.Count - 1));

    private static string WithEntries(string ledger, Action<JsonArray> change)
    {
        var json = JsonNode.Parse(ledger)!;
        change(json["events"]!.AsArray());
        return json.ToJsonString();
    }

    private static async Task ExpectFaultAsync(string python, byte[] zip, string words)
    {
        var said = await VerifyAsync(python, zip);
        Assert.Equal(1, said.ExitCode);
        Assert.Contains(words, said.Output, StringComparison.Ordinal);
        Assert.EndsWith("BROKEN\n", said.Output, StringComparison.Ordinal);
    }

    /// <summary>With the script that lies in the file itself, as somebody would who has nothing else.</summary>
    private static async Task<Tool.Ran> VerifyAsync(string python, byte[] zip)
    {
        using var folder = new TemporaryFolder();
        var path = folder["case.zip"];
        await File.WriteAllBytesAsync(path, zip, TestContext.Current.CancellationToken);
        await using (var archive = await ZipFile.OpenReadAsync(path, TestContext.Current.CancellationToken))
            await archive.GetEntry("verify.py")!.ExtractToFileAsync(folder["verify.py"], TestContext.Current.CancellationToken);
        return await Tool.RunAsync(python, ["-I", folder["verify.py"], path]);
    }
}
