# language: zh-CN
@v3 @person @page @sms
功能: 实名认证模式与授权认证模式
  依据: case3/vvwxvh9gtdl30y3w

  @PSN-MODE-01
  场景: 实名认证模式下已实名的人不能再申请
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450005
    假如 一个已用手机号实名的人
    当 调用方为他申请实名链接
    那么 错误码是1450005

  @PSN-MODE-02 @strict
  场景: 已实名的提示
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450005
    假如 一个已用手机号实名的人
    当 调用方为他申请实名链接
    那么 错误信息包含"个人用户已实名"

  @PSN-MODE-03 @notice
  场景: 授权认证模式下已实名的人用验证码直接授权
    假如 一个已用手机号实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info,psn_initiate_sign"
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 认证结果是通过
    而且 接收方收到1个AUTHORIZE_FINISH通知
    而且 接收方收到0个AUTH_PASS通知
    当 调用方查询流程详情
    那么 返回数据为
      | realNameOrWillingness          | willingness |
      | realNameStatus                 | 1           |
      | authorizedStatus               | 1           |
      | authInfo.willingnessAuthModes  | CODE_SMS    |
      | authInfo.psnAuthMode           | null        |

  @PSN-MODE-04 @mail @clock
  场景: 邮箱验证码的意愿认证记为CODE_EMAIL
    依据: auth3/hlrs7s willingnessAuthModes
    假如 一个用邮箱作账号的人
    而且 调用方为他申请了授权链接，权限为"manage_psn_resource"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 时间过去1分钟
    而且 调用方用同样的参数再申请一次
    而且 他在电脑上打开链接
    而且 他完成应用授权
    那么 认证结果是通过
    当 调用方查询流程详情
    那么 返回数据为
      | authInfo.willingnessAuthModes | CODE_EMAIL |

  @PSN-MODE-05 @notice
  场景: 授权认证模式下未实名的人先实名再授权
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info,manage_psn_resource"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 认证结果是通过
    而且 接收方收到1个AUTH_PASS通知
    而且 接收方收到1个AUTHORIZE_FINISH通知
    当 调用方查询流程详情
    那么 返回数据为
      | realNameOrWillingness       | realName    |
      | realNameStatus              | 1           |
      | authorizedStatus            | 1           |
      | authInfo.psnAuthMode        | PSN_MOBILE3 |
      | authInfo.person.psnInfo.psnName | {姓名}  |
    而且 返回的授权范围是"get_psn_identity_info,manage_psn_resource"
    而且 每项授权的期限是36135天

  @PSN-MODE-06 @notice
  场景: 实名认证模式只有实名通知，没有授权
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 接收方收到1个AUTH_PASS通知
    而且 接收方收到0个AUTHORIZE_FINISH通知
    当 调用方查询他的授权信息
    那么 返回的授权范围是""

  @PSN-MODE-07
  场景: 授权中、未实名的流程
    依据: auth3/hlrs7s authorizedStatus 2
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 调用方查询流程详情
    那么 返回数据为
      | realNameStatus                 | 0    |
      | authorizedStatus               | 2    |
      | realNameOrWillingness          | none |
      | realNameOrWillingnessFlowId    | "0"  |
      | authorizedInfo                 | null |
      | authInfo.psnAuthMode           | null |
      | authInfo.willingnessAuthModes  | null |

  @PSN-MODE-08 @fault @scan
  场景: 规则要求时，已实名的人还要刷脸才授权
    依据: auth3/hlrs7s willingnessAuthModes；何时要求刷脸 Unknown，本项目的选择：由规则决定
    假如 规则willingness_face_needed改为true
    而且 一个已用手机号实名的人
    而且 调用方为他申请了授权链接，权限为"psn_initiate_sign"
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 页面是「意愿认证」
    当 他点击「人脸识别」
    而且 他用手机浏览器扫描二维码
    而且 他在手机上眨眼完成刷脸
    而且 他回到电脑前
    而且 他查询认证结果
    那么 认证结果是通过
    当 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus              | 1              |
      | realNameOrWillingness         | willingness    |
      | authInfo.willingnessAuthModes | PSN_FACE_ESIGN |
