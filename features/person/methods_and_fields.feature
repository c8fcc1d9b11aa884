# language: zh-CN
@v3 @person @page @sms
功能: 认证方式与可编辑字段
  依据: auth3/rx8igf psnAuthPageConfig

  @PSN-PAGE-01
  场景: 不指定时三种方式都可选，人脸识别在先
    依据: 手册 个人实名认证 · 选择认证方式
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 可选的认证方式依次是"face,mobile,bankcard"

  @PSN-PAGE-02
  场景: 默认方式排在最前，其余依手册的次序
    依据: auth3/rx8igf psnDefaultAuthMode；手册 选择认证方式
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnAuthPageConfig.psnDefaultAuthMode | PSN_BANKCARD4 |
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 可选的认证方式依次是"bankcard,mobile,face"

  @PSN-PAGE-03
  场景: 只提供可用的方式
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnAuthPageConfig.psnDefaultAuthMode    | PSN_MOBILE3                      |
      | psnAuthConfig.psnAuthPageConfig.psnAvailableAuthModes | ["PSN_BANKCARD4", "PSN_MOBILE3"] |
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 可选的认证方式依次是"mobile,bankcard"

  @PSN-PAGE-04
  场景: 调用方传入的信息不可修改
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnInfo | {"psnName": "{姓名}", "psnIDCardNum": "{证件号}", "psnIDCardType": "CRED_PSN_CH_IDCARD", "psnMobile": "{手机号}"} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他点击「手机号认证」
    那么 「姓名」不可修改
    而且 「证件号」不可修改
    而且 「手机号」不可修改
    而且 「姓名」中是"{姓名}"

  @PSN-PAGE-05
  场景: 列为可编辑的字段可以修改
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnInfo                             | {"psnName": "林冬至", "psnIDCardNum": "{证件号}", "psnIDCardType": "CRED_PSN_CH_IDCARD"} |
      | psnAuthConfig.psnAuthPageConfig.psnEditableFields | ["name"]                                              |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他点击了「手机号认证」
    那么 「姓名」可以修改
    而且 「证件号」不可修改
    当 他填写本人信息并同意
    那么 认证结果是通过

  @PSN-PAGE-06
  场景: 没有传入的信息由本人填写
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他点击「手机号认证」
    那么 「姓名」可以修改
    而且 「证件号」可以修改

  @PSN-PAGE-07
  场景: 传入的信息与本人不符时不能通过，也不能修改
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnInfo | {"psnName": "林冬至", "psnIDCardNum": "{证件号}", "psnIDCardType": "CRED_PSN_CH_IDCARD"} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 页面提示错误30504001

  @PSN-PAGE-08
  场景大纲: 核对传入信息与已实名信息：<字段>
    依据: auth3/rx8igf psnIdentityVerify；错误码 Unknown
    假如 一个已用手机号实名的人
    当 调用方为他申请授权链接，权限为"get_psn_identity_info"
      | psnAuthConfig.psnInfo | <传入> |
    那么 调用失败
    而且 错误信息包含"<名称>"

    例子:
      | 字段         | 名称       | 传入                                                                    |
      | psnName      | 姓名       | {"psnName": "林冬至", "psnIdentityVerify": true}                         |
      | psnIDCardNum | 证件号     | {"psnIDCardNum": "330203199311305037", "psnIDCardType": "CRED_PSN_CH_IDCARD", "psnIdentityVerify": true} |
      | psnMobile    | 实名手机号 | {"psnMobile": "13657400909", "psnIdentityVerify": true}                  |

  @PSN-PAGE-09
  场景: 传入信息一致，或不要求核对时照常给链接
    依据: auth3/rx8igf psnIdentityVerify
    假如 一个已用手机号实名的人
    当 调用方为他申请授权链接，权限为"get_psn_identity_info"
      | psnAuthConfig.psnInfo | {"psnName": "{姓名}", "psnIdentityVerify": true} |
    那么 调用成功
    当 调用方为他申请授权链接，权限为"get_psn_identity_info"
      | psnAuthConfig.psnInfo | {"psnName": "林冬至"} |
    那么 调用成功

  @PSN-PAGE-10
  场景: psnIdentityVerify写在psnAuthConfig下也有效
    依据: auth3/rx8igf（客户端两种写法都有）
    假如 一个已用手机号实名的人
    当 调用方为他申请授权链接，权限为"get_psn_identity_info"
      | psnAuthConfig.psnInfo           | {"psnName": "林冬至"} |
      | psnAuthConfig.psnIdentityVerify | true                  |
    那么 调用失败

  @PSN-PAGE-11
  场景大纲: 只列出该方式能核验的证件：<方式>
    依据: auth3/rx8igf psnIDCardType；identity_service/dnism6（银行卡四要素支持护照与通行证）；其余方式Unknown，只有居民身份证
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他点击<方式>
    那么 页面上有"居民身份证"
    而且 页面上<有无>"护照"
    而且 页面上<有无>"通行证"

    例子:
      | 方式           | 有无 |
      | 「手机号认证」 | 没有 |
      | 「人脸识别」   | 没有 |
      | 「银行卡认证」 | 有   |

  @PSN-PAGE-12
  场景: 调用方传入并锁定的护照，即使该方式不能核验也照样显示
    依据: auth3/rx8igf psnIDCardType、psnEditableFields；本项目的选择：不可修改的信息照传入的显示
    假如 一个持护照的人
    而且 调用方为他申请了实名链接
      | psnAuthConfig.psnInfo | {"psnIDCardNum": "{证件号}", "psnIDCardType": "CRED_PSN_PASSPORT"} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他点击「人脸识别」
    那么 页面上有"护照"
    而且 「证件号」中是"{证件号}"
    而且 「证件号」不可修改
