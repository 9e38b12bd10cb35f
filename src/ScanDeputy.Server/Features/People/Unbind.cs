using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People;

/// <summary>
/// An administrator takes the WeChat or the phone off a staff account: somebody has another WeChat account now, or their number is somebody else's.
/// Whoever has the registered phone binds it again; a number that was taken off is free for whoever verifies it.
/// </summary>
public static partial class Unbind
{
    public const int LongestReason = 200;

    public sealed record Request(bool? WeChat, bool? Phone, string? Reason);

    /// <param name="Sessions">How many were open until now; all of them end.</param>
    public sealed record Answer(string UserId, bool WeChat, bool Phone, int Sessions);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.WeChat).Must((request, _) => request.WeChat == true || request.Phone == true).WithMessage(_ => ErrorTexts.Detail("field_unbind"));
            RuleFor(request => request.Reason).Written("原因", 1, LongestReason);
        }
    }

    public static void Map(RouteGroupBuilder staff) => staff.MapPost("/{id}/unbind", async (
        string id, Request request, CurrentUser user, WriteContext write, Handler handler) => (await handler.HandleAsync(id, request, user, write)).ToHttp())
        .RequireAuthorization(Rights.Secure).WithName("UnbindAccount").Produces<Answer>();

    public sealed class Handler(IdempotentWrites writes, SessionStore sessions, TimeProvider clock, ILogger<Handler> logger)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task<Result<Answer>> HandleAsync(string id, Request request, CurrentUser user, WriteContext write)
        {
            IReadOnlyList<string> open = [];
            var result = await writes.RunAsync<Answer>(
                write,
                new { id, request },
                async scope =>
                {
                    if (await StaffMember.FindAsync(scope, id, user.Jurisdiction!) is null)
                        return new Refusal(ErrorCodes.NotFound);

                    open = await ReleaseAsync(scope, id, request, user);
                    return new Answer(id, request.WeChat == true, request.Phone == true, open.Count);
                },
                CancellationToken.None);
            if (result.IsRefused)
                return result;

            await sessions.ForgetAsync(open);
            Log.Unbound(logger, id, request.WeChat == true, request.Phone == true, user.Id);
            return result;
        }

        /// <returns>The sessions that ended.</returns>
        private async Task<IReadOnlyList<string>> ReleaseAsync(WriteScope scope, string id, Request request, CurrentUser user)
        {
            if (request.WeChat == true)
            {
                await scope.ExecuteAsync("update users set openid_hash = null, openid_encrypted = null where id = @id", new { id });
                AccountChanges.Write(scope, clock, id, AccountChanges.WeChatReleased, user.Id, WrittenText.Clean(request.Reason!));
            }

            if (request.Phone == true)
            {
                await scope.ExecuteAsync("update users set phone_hash = null, phone_encrypted = null, version = version + 1 where id = @id", new { id });
                AccountChanges.Write(scope, clock, id, AccountChanges.PhoneReleased, user.Id, WrittenText.Clean(request.Reason!));
            }

            return await AccountSessions.EndAsync(scope, clock, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(31, LogLevel.Information, "Account {Id} was unbound (WeChat {WeChat}, phone {Phone}) by {User}.")]
        public static partial void Unbound(ILogger logger, string id, bool weChat, bool phone, string user);
    }
}
