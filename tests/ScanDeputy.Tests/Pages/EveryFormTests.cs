using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>
/// Every form of every page that people come to by links is sent as it stands, with nothing typed: what was taken is answered with an address whose page
/// says what was done, what is wrong stands first, has the focus, and leads to its fields.
/// </summary>
public sealed partial class EveryFormTests
{
    private const string Nobody = "nobody";

    private static readonly string[] People = ["admin-1", "committee-1", "government-1", "agency-1", "deputy-1", "keeper-1", "supervisor-1", "resident-1", Nobody];

    /// <summary>What wrote nothing that counts: previews and checks, what was typed carried on, and the two sign-ins that begin with a code.</summary>
    private static readonly string[] ShowPages =
        [
            "Accounts/Desk", "Accounts/Login", "Accounts/Password", "Accounts/Phone", "Accounts/SecondFactor", "Administration/Calendars", "Administration/Limits", "Administration/Setup/Row",
            "Asking/Questions", "Cases/Case", "Cases/Report", "Kept/KeptForms",
        ];

    /// <summary>What goes on to where somebody wanted to be, and a page that says by itself how far a job is.</summary>
    private static readonly string[] SayNothing = ["/Accounts/Login", "/Administration/Stations?PLATES", "/Demo/Enter"];

    /// <summary>Pages that a link from outside leads to, and lists that are empty in the demo: their own tests send these, and the log tells of a wrong answer there as well.</summary>
    private static readonly string[] SentElsewhere =
    [
        "/Accounts/Desk?ENTER", "/Accounts/Invitation", "/Accounts/Login?CODE", "/Accounts/Phone?CODE", "/Accounts/SecondFactor?CODES", "/Accounts/SecondFactor?CONFIRM", "/Accounts/SecondFactor?ON",
        "/Accounts/SecondFactor?REMOVE", "/Accounts/Sessions?ONE", "/Accounts/Sessions?OTHERS", "/Administration/Job", "/Administration/Parked", "/Administration/Stations?ISSUE", "/Administration/Terms", "/Administration/WeChatFiles?DELETE",
        "/Cases/Case?RELEASE", "/Cases/Case?UNFOLLOW", "/Demo/Enter", "/Demo/Sandbox", "/Desk/Confirm?CONFIRM", "/Desk/Confirm?REFUSE", "/Notifications/Alerts", "/Notifications/Deliveries",
        "/Rating/Rate", "/Receptions/Book", "/Receptions/Desk", "/Receptions/Mine",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_answered_with_an_address_or_with_what_is_wrong()
    {
        await using var server = await TestServer.StartAsync();
        var pages = await PageForms.OfAsync(server.Services);
        var (faults, reached, sent) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var persona in People)
            await new Walk(server, pages, persona, faults, reached, sent).RunAsync();

        foreach (var handler in pages.Handlers.Where(handler => !reached.Contains(handler) && !SentElsewhere.Contains(handler)))
            faults.Add($"{handler}: no form for it was found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Only_what_writes_nothing_is_answered_with_a_page()
    {
        var pages = SourceTree.Find().Files("src/ScanDeputy.Server/Pages", "*.cs").Where(file => file.Text.Contains(".Unwritten()", StringComparison.Ordinal))
            .Select(file => file.Path["src/ScanDeputy.Server/Pages/".Length..].Split('.')[0]);

        Assert.Equal(ShowPages.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    private sealed class Walk(TestServer server, PageForms pages, string persona, SortedSet<string> faults, HashSet<string> reached, HashSet<string> sent)
    {
        private const int MostPages = 120;
        private const int MostCases = 12;

        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private PageClient _client = null!;
        private int _cases;

        public async Task RunAsync()
        {
            _client = await ComeAsync();
            var queue = new Queue<string>(["/", "/work", "/login"]);
            for (var looked = 0; looked < MostPages && queue.TryDequeue(out var address);)
            {
                // Cases differ by their state, the rows of a list do not.
                if (pages.PageOf(address) is not { } page || !_seen.Add(page == "/Cases/Case" ? address : PageForms.Normal(address)) || (page == "/Cases/Case" && ++_cases > MostCases))
                    continue;
                using var answer = await _client.GetAsync(address);
                if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                    continue;

                looked++;
                var html = await answer.Content.ReadAsStringAsync(Ct);
                foreach (var link in PageForms.LinksOf(html))
                    queue.Enqueue(link);
                foreach (var form in PageForms.On(html, address))
                    await SendAsync(address, form);
            }

            _client.Dispose();
        }

        private async Task<PageClient> ComeAsync() => persona == Nobody ? new PageClient(server.Address) : await PageClient.SignInAsync(server.Address, persona);

        private async Task SendAsync(string address, PageForms.Form form)
        {
            var shape = $"{pages.PageOf(address)} {form.Shape}";
            // The demo's desk moves the clock and changes who one is; of the sessions that are ended one may be the walk's own.
            if (address is "/sandbox" or "/account/sessions" || pages.HandlerOf(form.Action) is not { } handler || sent.Contains(shape))
                return;

            // What ends or changes the session leaves the walk's own alone.
            using var client = await ComeAsync();
            using var opened = await client.GetAsync(address);
            // What was sent before may have changed the page.
            if (PageForms.On(await opened.Content.ReadAsStringAsync(Ct), address).FirstOrDefault(one => one.Shape == form.Shape) is not { } fresh)
                return;

            form = fresh;
            sent.Add(shape);
            reached.Add(handler);
            var what = $"{persona} {PageForms.Normal(address)} → {form.Shape}";
            using var first = await client.PostAsync(address, form.Action, [.. form.Fields]);
            var html = await first.Content.ReadAsStringAsync(Ct);
            if (!html.Contains("data-asked", StringComparison.Ordinal))
            {
                await JudgeAsync(client, first, html, handler, what);
                return;
            }

            // A question before what cannot be undone: somebody says yes.
            var asked = PageForms.On(html, form.Action).Single(one => one.Fields.Contains(("confirmed", "true")));
            using var second = await client.PostAsync(address, asked.Action, [.. asked.Fields]);
            await JudgeAsync(client, second, await second.Content.ReadAsStringAsync(Ct), handler, what);
        }

        private async Task JudgeAsync(PageClient client, HttpResponseMessage answer, string html, string handler, string what)
        {
            switch ((int)answer.StatusCode)
            {
                case 302:
                    await ArriveAsync(client, answer.Headers.Location!.OriginalString, handler, what);
                    break;
                case 200:
                    if (!ShowPages.Contains(handler.Split('?')[0].TrimStart('/')))
                        faults.Add($"{what}: 200");
                    break;
                case 422 or 401 or 409 or 412 or 429 when html.Contains("class=\"summary\"", StringComparison.Ordinal):
                    if (!html.Contains("<title>错误：", StringComparison.Ordinal) || !html.Contains("class=\"summary\" role=\"alert\" tabindex=\"-1\" autofocus", StringComparison.Ordinal))
                        faults.Add($"{what}: what is wrong does not stand first");
                    var summary = Summary().Match(html).Value;
                    foreach (Match field in Anchor().Matches(summary))
                    {
                        if (!html.Contains($"id=\"{field.Groups["id"].Value}\"", StringComparison.Ordinal))
                            faults.Add($"{what}: no field #{field.Groups["id"].Value}");
                    }

                    break;
                default:
                    faults.Add($"{what}: {(int)answer.StatusCode} {Title().Match(html).Value}");
                    break;
            }
        }

        private async Task ArriveAsync(PageClient client, string address, string handler, string what)
        {
            using var answer = await client.GetAsync(address);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            if (answer.StatusCode != HttpStatusCode.OK || (!SayNothing.Contains(handler) && !Said().IsMatch(html) && !html.Contains("<title>错误：", StringComparison.Ordinal)))
                faults.Add($"{what}: {address} says nothing of it ({(int)answer.StatusCode})");
        }
    }

    [GeneratedRegex("class=\"summary\".*?</div>", RegexOptions.Singleline, 20_000)]
    private static partial Regex Summary();

    [GeneratedRegex("href=\"#(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Anchor();

    [GeneratedRegex("class=\"(card )?(done-note|notice done)\"[^>]* tabindex=\"-1\" autofocus", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Said();

    [GeneratedRegex("<title>[^<]*", RegexOptions.None, 20_000)]
    private static partial Regex Title();
}
