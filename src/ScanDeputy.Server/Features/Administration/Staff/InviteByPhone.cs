using ScanDeputy.Domain;
using ScanDeputy.Domain.Privacy;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Invitations;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// Sends somebody who was given an account a link by text message, by which they set a password of their own; nobody else ever knows one. It goes out at
/// once, as sign-in codes do. A password that the account has holds until the new one is set.
/// </summary>
public static class InviteByPhone
{
    /// <param name="Phone">Masked.</param>
    public sealed record Answer(string UserId, string Phone, DateTimeOffset ExpiresAt);

    public static void Map(RouteGroupBuilder staff) => staff.MapPost("/{id}/invite", async (string id, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, context, ct)).ToHttp())
        .RequireAuthorization(Rights.Secure).WithName("InviteStaff")
        .Refuses(PeopleErrors.SmsNotOffered, PeopleErrors.SmsUnavailable, PeopleErrors.AccountClosed, PeopleErrors.NoMobile).Produces<Answer>();

    public sealed class Handler(Database database, InvitationMessages messages, SmsLimits limits, AccountKeys keys, PersonalData crypto, CodeAddress address)
    {
        public bool IsOn => messages.IsOn;

        public async Task<Result<Answer>> HandleAsync(string id, CurrentUser user, HttpContext context, CancellationToken ct)
        {
            if (!messages.IsOn)
                return new Refusal(PeopleErrors.SmsNotOffered) { TextCode = "invitation_not_offered" };
            if (await database.ReadAsync(connection => StaffRows.FindAsync(connection, null, crypto, user.Jurisdiction!, id), ct) is not { } account)
                return new Refusal(ErrorCodes.NotFound);
            if (!account.Active)
                return new Refusal(PeopleErrors.AccountClosed);
            if (PhoneNumber.Parse(account.Phone) is not { IsMainlandMobile: true } phone)
                return new Refusal(PeopleErrors.NoMobile);
            if (await limits.TakeAsync(context, keys.HashOf(phone)) is { } refusal)
                return refusal;

            return await messages.SendAsync(id, account.UserName, phone, address.Host(context.Request), user.Id, ct) is { } until
                ? new Answer(id, Masks.Phone(phone.Digits), until)
                : new Refusal(PeopleErrors.SmsUnavailable);
        }
    }
}
