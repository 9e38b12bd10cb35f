using System.Text.Json;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Cases.Telling;

/// <summary>A visitor whose report a keeper wrote down has no account: they hear of the result by text message, with a link by which they see and rate it.</summary>
public sealed class VisitorNews(NoticeWriter writer, PersonalData crypto, IOptions<CodeOptions> codes, TimeProvider clock)
{
    public const string Purpose = "rate";

    /// <summary>Longer than a result can be rated, so that it can still be read.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    public void Tell(WriteScope scope, CaseChange change)
    {
        var (row, events) = (change.After.Row, change.After.Events);
        if (!change.Added.Any(entry => entry.Fact is Answered or Replied or Redirected || (entry.Fact is Accepted && change.After.State.PromiseKeptAt == entry.At)) || events[0].Fact is not Submitted { EnteredByKeeper: true } || events[0].Actor.Id != row.ResidentId)
            return;
        if (row.ContactEncrypted is null
            || JsonSerializer.Deserialize<StoredContact>(crypto.Decrypt(PersonalDataPurpose.Contact, row.ContactEncrypted)) is not { Phone: { } phone })
            return;

        var (id, now) = (Ids.New(clock), clock.GetUtcNow());
        var link = codes.Value.Address is { } address ? new LinkToSign($"{address.ToString().TrimEnd('/')}/r/", Purpose, id) : null;
        if (link is not null)
            scope.Later(Insert, new { id, CaseId = row.Id, now, Ends = now + Lasts });
        var text = NoticeTexts.Format(link is null ? "visitor.resultWithoutLink" : "visitor.result");
        writer.WriteText(
            scope, crypto.Encrypt(PersonalDataPurpose.Phone, phone), new OutgoingNotice(NoticeKind.Progress, row.Id, row.Number, null, text, now) { Link = link },
            $"visitor/{row.Id}/{change.Added[^1].Sequence}", row.Jurisdiction, new SendingHours(change.Dates.Rules));
    }

    private const string Insert = "insert into rating_links (id, case_id, made_at, expires_at) values (@id, @CaseId, @now, @Ends)";
}
